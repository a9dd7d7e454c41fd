import * as Y from 'yjs'

/** A stock Yjs client that writes a canvas's keys as it likes, right or wrong. */
export class RawAuthor {
  readonly doc: Y.Doc
  readonly nodes: Y.Map<unknown>
  readonly edges: Y.Map<unknown>
  private unsent: Uint8Array[] = []

  constructor(clientId: number, doc = new Y.Doc()) {
    this.doc = doc
    this.doc.clientID = clientId
    this.nodes = this.doc.getMap('nodes')
    this.edges = this.doc.getMap('edges')
    this.doc.on('update', (update: Uint8Array, origin: unknown) => {
      if (origin !== server) this.unsent.push(update)
    })
  }

  node(id: string, pl: readonly unknown[], z: unknown = `a${id}`, more: Record<string, unknown> = {}): void {
    const entry = { t: 'service', pl, sz: [96, 64], z, ...more }
    this.nodes.set(id, new Y.Map(Object.entries(entry).filter(([, value]) => value !== undefined)))
  }

  edge(id: string, source: string, target: string, more: Record<string, unknown> = {}): void {
    this.edges.set(id, new Y.Map(Object.entries({ t: 'wire', s: [source, ''], e: [target, ''], ...more })))
  }

  set(id: string, key: string, value: unknown): void {
    ;(this.nodes.get(id) as Y.Map<unknown>).set(key, value)
  }

  /** Takes what was written since the last call, update by update. */
  take(): Uint8Array[] {
    const { unsent } = this
    this.unsent = []
    return unsent
  }

  receive(update: Uint8Array): void {
    Y.applyUpdate(this.doc, update, server)
  }
}

const server = 'server'
