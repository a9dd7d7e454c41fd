import { existsSync, readFileSync } from 'node:fs'
import { closeCodes } from '@coplane/client/protocol/close-codes'
import { FrameType } from '@coplane/client/protocol/frame-type'
import { encodePing } from '@coplane/client/protocol/ping'
import { subprotocol } from '@coplane/client/protocol/version'
import { WebSocket } from 'ws'
import { CannotRun } from './cannot-run.ts'

/** @throws CannotRun when server or load generator could not open a socket for every session. */
export function checkDescriptors(sessions: number, limit = descriptorLimit()): void {
  const needed = sessions + spareDescriptors
  if (limit < needed)
    throw new CannotRun(
      `${sessions} sessions need ${needed} file descriptors in one process and the limit is ${limit}: raise it with ulimit -n ${needed}`,
    )
}

/** @throws CannotRun when the server was not built. */
export function checkBuilt(serverMain: string): void {
  if (!existsSync(serverMain)) throw new CannotRun(`${serverMain} is missing: run npm run build first`)
}

/** @param origin such as `ws://127.0.0.1:8080`. @throws CannotRun unless a server of our protocol answers there. */
export async function checkServer(origin: string): Promise<void> {
  const socket = new WebSocket(`${origin}/v1/rooms/preflight`, subprotocol, { handshakeTimeout: patienceMs })
  let timer: NodeJS.Timeout | undefined
  const fault = await new Promise<string | undefined>((resolve) => {
    timer = setTimeout(() => resolve(`the server at ${origin} does not answer`), patienceMs)
    socket
      // A server answers a PING even to a socket that has not said HELLO, so nothing of this ends up in a room.
      .on('open', () => socket.send(encodePing(1)))
      .on('message', (frame: Buffer) =>
        resolve(
          frame[0] === FrameType.pong ? undefined : `the server at ${origin} does not speak ${subprotocol}`,
        ),
      )
      .on('close', (code) =>
        resolve(
          code === closeCodes['bad-protocol'].code
            ? `the server at ${origin} speaks another version of the protocol than ${subprotocol}`
            : `the server at ${origin} closed the first socket with ${code}`,
        ),
      )
      .on('error', (error: NodeJS.ErrnoException) =>
        resolve(`no Coplane server answers at ${origin} (${error.code ?? error.message})`),
      )
  })
  clearTimeout(timer)
  socket.terminate()
  if (fault !== undefined) throw new CannotRun(fault)
}

/** @param origin see checkServer. @throws CannotRun unless the server has the pages that a browser is to open. */
export async function checkPages(origin: string): Promise<void> {
  for (const path of ['/rooms/preflight', '/examples/react-flow/']) {
    const response = await fetch(`${origin.replace(/^ws/, 'http')}${path}`)
    await response.body?.cancel()
    if (!response.ok)
      throw new CannotRun(
        `the server at ${origin} answers ${response.status} to ${path}: run npm run build, which makes the pages`,
      )
  }
}

/** Node has raised its own soft limit to what it may, and its children inherit that. */
function descriptorLimit(): number {
  const line = /^Max open files\s+(\S+)/m.exec(readFileSync('/proc/self/limits', 'latin1'))?.[1]
  return line === 'unlimited' ? Infinity : Number(line)
}

/** Files, pipes, the collector's sockets and the store's, and sockets of the moment. */
const spareDescriptors = 128
const patienceMs = 5_000
