import exec from 'k6/execution'
import { WebSocket } from 'k6/websockets'
import { encodeHello } from '../../client-sdk/src/protocol/hello.ts'
import { FrameType } from '../../client-sdk/src/protocol/frame-type.ts'
import { encodeUpdate } from '../../client-sdk/src/protocol/update.ts'
import { subprotocol } from '../../client-sdk/src/protocol/version.ts'

/** Puts a canvas into a room; rejects with one sentence for whoever started the run. */
export function fillRoom(serverUrl: string, room: string, update: Uint8Array): Promise<void> {
  return new Promise((resolve, reject) => {
    const headers = { 'Sec-WebSocket-Protocol': subprotocol }
    const socket = new WebSocket(`${serverUrl}/v1/rooms/${room}`, null, { headers, tags: { name: 'room' } })
    socket.binaryType = 'arraybuffer'
    let isFilled = false
    const fail = (why: string): void => {
      clearTimeout(patience)
      if (!isFilled) reject(new Error(why))
      socket.close()
    }
    const patience = setTimeout(
      () => fail(`${serverUrl} accepts sockets but does not answer as Coplane does`),
      10_000,
    )
    socket.onopen = () => socket.send(hello().buffer)
    socket.onerror = (event) =>
      fail(`no Coplane server can be reached at ${serverUrl}: ${event?.error ?? 'the connection failed'}`)
    const closed = (event?: { code?: number; reason?: string }): void =>
      fail(
        event?.code === 4406
          ? `the server at ${serverUrl} does not speak ${subprotocol}: use the load test of its own version`
          : `the server at ${serverUrl} closed the socket: ${event?.code ?? 1006} ${event?.reason ?? ''}`,
      )
    socket.onclose = closed
    socket.onmessage = (event) => {
      const frame = new DataView(event?.data as ArrayBuffer)
      const type = frame.getUint8(0)
      if (type === FrameType.sync && (frame.getUint8(1) & 1) === 1)
        socket.send(encodeUpdate(1, update).buffer)
      if (type !== FrameType.ack || frame.getUint32(1, true) !== 1) return
      isFilled = true
      clearTimeout(patience)
      socket.close(1000)
      resolve()
    }
  })
}

/** Ends the run with a sentence: k6 exits with 108. */
export function giveUp(error: unknown): void {
  exec.test.abort(error instanceof Error ? error.message : String(error))
}

function hello(): Uint8Array<ArrayBuffer> {
  return encodeHello({
    role: 'editor',
    clientId: 1,
    epoch: 0,
    eventSeq: 0,
    session: Uint8Array.from({ length: 16 }, () => Math.random() * 256),
    stateVector: Uint8Array.of(0),
    profile: Uint8Array.of(0x80),
  })
}
