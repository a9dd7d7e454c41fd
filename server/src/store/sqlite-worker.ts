import type { PackedDocument, StoreCall, StoreReply, StoreRequest } from './store-message.ts'
import { parentPort, workerData } from 'node:worker_threads'
import { openDataDir } from './data-dir.ts'
import { reasonOf } from './failure-reason.ts'
import { SqliteLog } from './sqlite-log.ts'
import { openCallId, packDocument, unpackRows } from './store-message.ts'

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
  send({ type: 'failed', id: openCallId, reason: reasonOf(error) })
}

function serve(): void {
  const data = openDataDir(dataDir)
  const log = new SqliteLog(data.db)
  /** Rooms used since they were last looked at for compaction. */
  const used = new Set<string>()
  let isScheduled = false

  // An immediate runs after the messages that are waiting, and one room a turn lets those that came meanwhile go
  // first. So an append never waits for more than one compaction, and no load of appends can starve compaction.
  function scheduleCompaction(): void {
    if (isScheduled || used.size === 0) return
    isScheduled = true
    setImmediate(() => {
      isScheduled = false
      compactNext()
      scheduleCompaction()
    })
  }

  function compactNext(): void {
    for (const room of used) {
      used.delete(room)
      try {
        if (log.compact(room)) return
      } catch (error) {
        send({ type: 'problem', problem: `room ${JSON.stringify(room)} was not compacted: ${reasonOf(error)}` })
        return
      }
    }
  }

  function handle(request: StoreRequest): PackedDocument | undefined {
    switch (request.type) {
      case 'append': {
        const rows = unpackRows(request.rows)
        log.append(rows)
        for (const { room } of rows) used.add(room)
        return undefined
      }
      case 'load': {
        const document = log.load(request.room)
        used.add(request.room)
        return document && packDocument(document)
      }
      case 'close':
        used.clear()
        data.close()
        return undefined
      default:
        return request satisfies never
    }
  }

  port.on('message', ({ id, request }: StoreCall) => {
    try {
      send({ type: 'done', id, document: handle(request) })
    } catch (error) {
      send({ type: 'failed', id, reason: reasonOf(error) })
    }
    if (request.type === 'close') port.close()
    scheduleCompaction()
  })
  send({ type: 'done', id: openCallId, document: undefined })
}

function send(reply: StoreReply): void {
  const document = reply.type === 'done' ? reply.document : undefined
  port.postMessage(reply, document ? [document.arrays.bytes.buffer] : [])
}
