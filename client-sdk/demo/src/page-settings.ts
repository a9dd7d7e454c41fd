import { sampleSize } from './sample.ts'

/** What the page's address says: `?nodes=`, `?view=near`, `?culling=0`, `#token=`. */
export interface PageSettings {
  /** How many nodes an empty room is filled with. */
  readonly nodes: number
  /** What is seen first: everything, or the middle of the canvas at 100 %. */
  readonly view: 'fit' | 'near'
  /** Whether only what is in the window is painted. Without it a load test shows what that saves. */
  readonly culling: boolean
  /** What the server is shown. Behind the hash, since what is there goes into nobody's log. */
  readonly token: string | undefined
}

export function readSettings({ search, hash }: Pick<Location, 'search' | 'hash'>): PageSettings {
  const query = new URLSearchParams(search)
  return {
    nodes: sampleSize(search),
    view: query.get('view') === 'near' ? 'near' : 'fit',
    culling: query.get('culling') !== '0',
    token: new URLSearchParams(hash.slice(1)).get('token') ?? undefined,
  }
}
