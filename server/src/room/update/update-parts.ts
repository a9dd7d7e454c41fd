import { UpdateScan, type UpdateVisitor } from './update-scan.ts'

/** One struct of an update and what it refers to. */
export interface Part {
  readonly client: number
  readonly clock: number
  readonly length: number
  readonly content: number
  readonly origin: Id | undefined
  readonly right: Id | undefined
  readonly parent: Id | undefined
  readonly root: string | undefined
  /** Of a part that names its parent. */
  readonly key: string | undefined
}

export interface Id {
  readonly client: number
  readonly clock: number
}

export interface DeletedRange extends Id {
  readonly length: number
}

/** An update that is not malformed, taken apart. */
export class UpdateParts implements UpdateVisitor {
  readonly all: Part[] = []
  readonly byClient = new Map<number, Part[]>()
  readonly deletes: DeletedRange[] = []
  /** Names of the roots that parts lie in. */
  readonly roots = new Set<string>()

  constructor(update: Uint8Array) {
    UpdateScan.visit(update, this)
  }

  struct(scan: UpdateScan): void {
    const { client, clock, length, content, root, key } = scan
    if (root !== undefined) this.roots.add(root)
    const part = {
      client,
      clock,
      length,
      content,
      origin: idOf(scan.originClient, scan.originClock),
      right: idOf(scan.rightClient, scan.rightClock),
      parent: idOf(scan.parentClient, scan.parentClock),
      root,
      key,
    }
    this.all.push(part)
    const others = this.byClient.get(client)
    if (others) others.push(part)
    else this.byClient.set(client, [part])
  }

  deleted(client: number, clock: number, length: number): void {
    this.deletes.push({ client, clock, length })
  }

  /** The part that holds that clock, and its place among those of its client. */
  find({ client, clock }: Id): { readonly part: Part; readonly after: number } | undefined {
    const parts = this.byClient.get(client)
    if (!parts) return undefined
    let low = 0
    let high = parts.length - 1
    while (low <= high) {
      const middle = (low + high) >> 1
      const part = parts[middle]!
      if (clock < part.clock) high = middle - 1
      else if (clock >= part.clock + part.length) low = middle + 1
      else return { part, after: parts.length - 1 - middle }
    }
    return undefined
  }
}

function idOf(client: number, clock: number): Id | undefined {
  return client < 0 ? undefined : { client, clock }
}
