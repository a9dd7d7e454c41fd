import type { StoreAnswer, StoreCall, StoreReply, StoreRequest } from './store-message.ts'
import { parentPort, workerData } from 'node:worker_threads'
import { openDataDir } from './data-dir.ts'
import { reasonOf } from './failure-reason.ts'
import { SqliteAccess } from './sqlite-access.ts'
import { SqliteLog } from './sqlite-log.ts'
import { openCallId, packDocument, unpackRows } from './store-message.ts'
import { StoreOpenError } from './store-open-error.ts'
import { Upkeep } from './upkeep.ts'
import { WalCheckpoint } from './wal-checkpoint.ts'

/** What `new Worker` must be given as workerData. */
export interface SqliteWorkerData {
  readonly dataDir: string
}

if (parentPort === null) throw new Error('sqlite-worker runs as a worker thread only')
const port = parentPort
const { dataDir } = workerData as SqliteWorkerData

try {
  serve()
} catch (error) {
  const reason =
    error instanceof StoreOpenError
      ? error.message
      : `store in ${dataDir} cannot be opened: ${reasonOf(error)}`
  send({ type: 'failed', id: openCallId, reason })
}

function serve(): void {
  const data = openDataDir(dataDir)
  const log = new SqliteLog(data.db)
  const access = new SqliteAccess(data.db)
  const upkeep = new Upkeep(new WalCheckpoint(data.db), (problem) => send({ type: 'problem', problem }))

  function handle(request: StoreRequest): StoreAnswer {
    switch (request.type) {
      case 'append':
        log.append(unpackRows(request.rows))
        upkeep.wrote()
        return undefined
      case 'fold':
        log.fold(request.room, request.seq, request.snapshot)
        upkeep.wrote()
        return undefined
      case 'load': {
        const document = log.load(request.room)
        return document && packDocument(document)
      }
      case 'put-override':
        access.put(request.override)
        upkeep.wrote()
        return undefined
      case 'forget-overrides':
        if (access.forget(request.beforeMs)) upkeep.wrote()
        return undefined
      case 'load-overrides':
        return access.all()
      case 'close':
        upkeep.stop()
        data.close()
        return undefined
      default:
        return request satisfies never
    }
  }

  port.on('message', ({ id, request }: StoreCall) => {
    try {
      send({ type: 'done', id, answer: handle(request) })
    } catch (error) {
      send({ type: 'failed', id, reason: reasonOf(error) })
    }
    if (request.type === 'close') port.close()
  })
  send({ type: 'done', id: openCallId, answer: undefined })
}

function send(reply: StoreReply): void {
  const answer = reply.type === 'done' ? reply.answer : undefined
  port.postMessage(reply, answer && 'arrays' in answer ? [answer.arrays.bytes.buffer] : [])
}
