import type { DownFrame } from '@coplane/client/protocol/down'
import { FrameType } from '@coplane/client/protocol/frame-type'
import * as Y from 'yjs'

/** A Yjs document that writes words, those of a call as one update. */
export class Author {
  private readonly doc = new Y.Doc()

  constructor(clientId: number) {
    this.doc.clientID = clientId
  }

  write(...words: readonly string[]): Uint8Array {
    const before = Y.encodeStateVector(this.doc)
    this.doc.getArray('words').push([...words])
    return Y.encodeStateAsUpdate(this.doc, before)
  }

  get stateVector(): Uint8Array {
    return Y.encodeStateVector(this.doc)
  }
}

/** The words that SYNC and TICK frames tell, to somebody who had none. */
export function wordsOf(frames: readonly DownFrame[]): string[] {
  const doc = new Y.Doc()
  for (const frame of frames) {
    if (frame.type === FrameType.tick && frame.update) Y.applyUpdate(doc, frame.update)
    if (frame.type !== FrameType.sync) continue
    for (const update of frame.updates)
      if (frame.encoding === 2) Y.applyUpdateV2(doc, update)
      else Y.applyUpdate(doc, update)
  }
  return doc.getArray<string>('words').toArray()
}
