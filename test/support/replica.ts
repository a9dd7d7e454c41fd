import * as Y from 'yjs'
import { Canvas } from '../../client-sdk/src/canvas/canvas.ts'
import type { Change } from '../../client-sdk/src/history/change.ts'
import { History } from '../../client-sdk/src/history/history.ts'
import { Recorder } from '../../client-sdk/src/history/recorder.ts'
import type { Schema } from '../../client-sdk/src/model/schema.ts'
import type { Reject } from '../../client-sdk/src/reject.ts'
import { StillFrames } from './still-frames.ts'

/** A canvas with its history and no connection. Documents are exchanged by hand. */
export class Replica {
  readonly doc: Y.Doc
  readonly canvas: Canvas
  readonly history: History
  readonly frames = new StillFrames()
  readonly rejects: Reject[] = []
  /** What the recorder told, transaction by transaction. */
  readonly changes: (readonly Change[])[] = []
  mayWrite = true

  constructor(clientId?: number, schema?: Schema) {
    this.doc = new Y.Doc()
    if (clientId !== undefined) this.doc.clientID = clientId
    const recorder = new Recorder(this.doc, (origin) => origin === server)
    recorder.onChanges((changes) => this.changes.push(changes))
    let ids = 0
    this.canvas = new Canvas(this.doc, this.frames.loop, () => `${this.doc.clientID}-${ids++}`, {
      schema,
      mayWrite: () => this.mayWrite,
      reject: (reject) => this.rejects.push(reject),
    })
    this.history = new History(recorder, this.canvas, this.frames.loop, this.canvas.gate)
  }

  get content(): unknown {
    return {
      nodes: this.doc.getMap('nodes').toJSON(),
      edges: this.doc.getMap('edges').toJSON(),
      meta: this.doc.getMap('meta').toJSON(),
    }
  }

  get bytes(): Uint8Array {
    return Y.encodeStateAsUpdate(this.doc)
  }

  /** Gets everything that the other one has, as a session would. */
  receive(other: Replica): void {
    Y.applyUpdate(this.doc, Y.encodeStateAsUpdate(other.doc, Y.encodeStateVector(this.doc)), server)
  }

  /** Gets a tick of the server. */
  applyTick(update: Uint8Array): void {
    Y.applyUpdate(this.doc, update, server)
  }

  /** Both get everything of the other. */
  exchange(other: Replica): void {
    const theirs = Y.encodeStateAsUpdate(other.doc)
    other.receive(this)
    Y.applyUpdate(this.doc, theirs, server)
  }
}

const server = 'server'
