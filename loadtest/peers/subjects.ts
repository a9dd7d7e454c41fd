import { fileURLToPath } from 'node:url'
import { freePort } from '../driver/free-port.ts'
import { NodeProcess } from '../driver/node-process.ts'
import { startCoplane, startFloor, started, type Subject } from '../driver/subject.ts'
import { peerFile } from './installed-peers.ts'
import type { SubjectName } from './peer-report.ts'

/** What the floor copies of Coplane's run before it. */
export interface Ticks {
  readonly intervalMs: number
  readonly frameBytes: number
}

/** Starts a subject as its documentation says to run it in production; the peers without persistence. */
export function startSubject(
  name: SubjectName,
  cpu: number | undefined,
  coplaneMain: string,
  ticks: Ticks,
): Promise<Subject> {
  switch (name) {
    case 'coplane':
    case 'coplane-stock':
      return startCoplane(coplaneMain, cpu)
    case 'floor':
      return startFloor(ticks.intervalMs, ticks.frameBytes, cpu)
    case 'hocuspocus':
      return startPeer(cpu, fileURLToPath(new URL('servers/hocuspocus.mjs', import.meta.url)), 0, /:(\d+)$/)
    case 'y-websocket':
      return startYWebsocket(cpu)
  }
}

/** Its own command, which says the port that it was given and so cannot choose one. */
async function startYWebsocket(cpu: number | undefined): Promise<Subject> {
  const command = peerFile('@y/websocket-server/src/server.js')
  return startPeer(cpu, command, await freePort(), /^running at '.*' on port (\d+)$/)
}

function startPeer(cpu: number | undefined, file: string, port: number, listening: RegExp): Promise<Subject> {
  const server = new NodeProcess(cpu, [file], {
    HOST: '127.0.0.1',
    PORT: String(port),
    NODE_ENV: 'production',
  })
  // It keeps nothing, and one that is overwhelmed does not hear SIGTERM.
  return started(server, () => server.stop(500), listening)
}
