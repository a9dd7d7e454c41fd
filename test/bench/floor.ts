import { endlessAccess } from '@coplane/client/protocol/access'
import { parseArgs } from 'node:util'
import { FrameType } from '@coplane/client/protocol/frame-type'
import { encodeSync } from '@coplane/client/protocol/sync'
import { encodeTick, tickHeadBytes } from '@coplane/client/protocol/tick'
import { subprotocol } from '@coplane/client/protocol/version'
import { encodeWelcome } from '@coplane/client/protocol/welcome'
import uWS, { type WebSocket } from 'uWebSockets.js'
import { listLanes } from '../../loadtest/driver/driver-session.ts'
import { FloorTicker } from './floor-ticker.ts'

/**
 * The floor of DESIGN §9: what uWebSockets.js costs by itself. Same sockets, same messages in, and per
 * interval one published frame of the same size; no document, no store, no acks. A tick's frame lists its
 * updates (member u16, batch u32), so that the driver knows which tick holds which update.
 */
const { values } = parseArgs({
  options: {
    'interval-ms': { type: 'string', default: '16' },
    'frame-bytes': { type: 'string', default: '512' },
    'life-seconds': { type: 'string', default: '300' },
  },
})
const intervalMs = Number(values['interval-ms'])
const frameBytes = Math.round(Number(values['frame-bytes']))

interface Member {
  readonly index: number
}

const topic = 'floor'
const entryBytes = 6
let members = 0
let seq = 0
let count = 0
let list = Buffer.alloc(4096 * entryBytes)
const frame = new Uint8Array(Math.max(frameBytes, tickHeadBytes + 2))
frame.set(encodeTick(Math.round(intervalMs), 0, 0, {}))
frame[1] = listLanes

const ticker = new FloorTicker(intervalMs, publish)
const app = uWS.App()

app.ws<Member>('/v1/rooms/*', {
  compression: uWS.DISABLED,
  maxPayloadLength: 16 * 1024 * 1024,
  maxBackpressure: 128 * 1024 * 1024,
  idleTimeout: 60,
  upgrade: (res, req, context) => {
    const key = req.getHeader('sec-websocket-key')
    res.upgrade<Member>(
      { index: members++ },
      key,
      subprotocol,
      req.getHeader('sec-websocket-extensions'),
      context,
    )
  },
  message: (ws, message) => {
    const view = new DataView(message)
    const type = view.getUint8(0)
    if (type === FrameType.update) remember(ws.getUserData().index, view.getUint32(1, true))
    else if (type === FrameType.hello) welcome(ws)
  },
})

function welcome(ws: WebSocket<Member>): void {
  const rest = {
    eventsRecovered: false,
    role: 'editor' as const,
    liveMs: 50,
    epoch: 1,
    seq,
    durableSeq: 0,
    eventSeq: 0,
    accessS: endlessAccess,
    stateVector: Uint8Array.of(0),
  }
  ws.send(encodeWelcome({ ...rest, tickMs: Math.round(intervalMs), member: ws.getUserData().index }), true)
  ws.send(encodeSync({ last: true, encoding: 1, seq, updates: [] }), true)
  ws.subscribe(topic)
}

function remember(member: number, batch: number): void {
  if ((count + 1) * entryBytes > list.length) list = Buffer.concat([list, list])
  list.writeUInt16LE(member, count * entryBytes)
  list.writeUInt32LE(batch, count * entryBytes + 2)
  count++
  ticker.mark()
}

function publish(): void {
  seq++
  const usedBytes = tickHeadBytes + 2 + count * entryBytes
  // A tick with more updates than fit gets a larger frame rather than losing some.
  const tick = usedBytes <= frame.length ? frame : new Uint8Array(usedBytes)
  if (tick !== frame) tick.set(frame.subarray(0, tickHeadBytes))
  const view = new DataView(tick.buffer)
  view.setUint32(4, seq, true)
  view.setUint16(tickHeadBytes, count, true)
  tick.set(list.subarray(0, count * entryBytes), tickHeadBytes + 2)
  count = 0
  app.publish(topic, tick, true)
}

app.listen('127.0.0.1', 0, (socket) => {
  if (!socket) throw new Error('the floor cannot listen')
  process.stdout.write(`floor listening on http://127.0.0.1:${uWS.us_socket_local_port(socket)}\n`)
})
process.once('SIGTERM', () => process.exit(0))
setTimeout(() => process.exit(1), Number(values['life-seconds']) * 1000)
