import type { Room } from '../../../client-sdk/src/room.ts'

/** What the page offers to the test. */
export interface Fixture {
  /** The room of the provider that is mounted. */
  room: Room | undefined
  /** By probe: the value that it rendered last, and how often it rendered. */
  readonly seen: Record<string, { readonly value: unknown; readonly renders: number }>
  show(path: string, options: { readonly suspense?: boolean; readonly own?: boolean }): void
  hide(): void
}

declare global {
  interface Window {
    fixture: Fixture
  }
}

export function report(name: string, value: unknown): void {
  const { seen } = window.fixture
  seen[name] = { value, renders: (seen[name]?.renders ?? 0) + 1 }
}
