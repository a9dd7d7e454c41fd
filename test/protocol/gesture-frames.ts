import * as Y from 'yjs'
import type { DownFrame } from '@coplane/client/protocol/down'
import { FrameType } from '@coplane/client/protocol/frame-type'
import { encodeIds } from '@coplane/client/protocol/gesture-begin'
import type { GestureEndReason } from '@coplane/client/protocol/gesture-entry'
import type { GestureValue } from '@coplane/client/protocol/gesture-values'
import type { Room } from '../../client-sdk/src/room.ts'
import { emptyLive, ScriptedServer } from './scripted-server.ts'

/** The SDK in a room with three cards in a row, a, b and c, of which the server knows. */
export async function roomOfCards(): Promise<ScriptedServer> {
  const server = new ScriptedServer()
  await server.welcome()
  for (const [index, id] of ['a', 'b', 'c'].entries())
    server.room.nodes.create({ id, type: 'card', x: 100 * index, y: 0, w: 50, h: 40 })
  await server.clock.pass(100)
  server.socket.say({ type: FrameType.ack, batch: 1, seq: 10, durableSeq: 10 })
  server.socket.heard.length = 0
  return server
}

/** The names of the frames that the newest socket heard. */
export function namesOf(server: ScriptedServer): string[] {
  const known = Object.entries(FrameType)
  return server.socket.heard.flatMap(({ type }) => known.find(([, value]) => value === type)![0])
}

export function place(node: number, x: number, y: number): GestureValue {
  return { node, place: { x: x * 4, y: y * 4 }, size: undefined, rotation: undefined }
}

export function began(gesture: number, member: number, ...ids: string[]) {
  return { op: 'began', gesture, member, ids: encodeIds(ids) } as const
}

export function ended(gesture: number, why: GestureEndReason) {
  return { op: 'ended', gesture, why } as const
}

export function moved(gesture: number, ...values: GestureValue[]): DownFrame {
  return { ...emptyLive, gestures: [{ gesture, parts: 1, values }] }
}

/** The document as a server has it that got everything which this client sent, and an author at it. */
export function authorOf(room: Room): {
  doc: Y.Doc
  move(id: string, x: number): Uint8Array
  remove(id: string): Uint8Array
} {
  const doc = new Y.Doc()
  doc.clientID = 99
  Y.applyUpdate(doc, Y.encodeStateAsUpdate(room.doc))
  const nodes = doc.getMap<Y.Map<unknown>>('nodes')
  const write = (edit: () => void): Uint8Array => {
    const before = Y.encodeStateVector(doc)
    doc.transact(edit)
    return Y.encodeStateAsUpdate(doc, before)
  }
  return {
    doc,
    move: (id, x) => write(() => nodes.get(id)!.set('pl', ['', x, 0])),
    remove: (id) => write(() => nodes.delete(id)),
  }
}
