import { once } from 'node:events'
import WebSocket from 'ws'

/** Another Node process, seen through its inspector. Connected only while something is asked, so that nothing of it stays. */
export class Inspector {
  private readonly address: string

  constructor(address: string) {
    this.address = address
  }

  /** What the process's heap holds once everything that can go is gone, in bytes. */
  async heapAfterCollection(): Promise<number> {
    const socket = new WebSocket(this.address, { perMessageDeflate: false })
    await once(socket, 'open')
    try {
      const call = caller(socket)
      // What finalizers let go of is free at the second time.
      await call('HeapProfiler.collectGarbage')
      await call('HeapProfiler.collectGarbage')
      const { usedSize } = await call<{ usedSize: number }>('Runtime.getHeapUsage')
      return usedSize
    } finally {
      const closed = once(socket, 'close')
      socket.close()
      await closed
    }
  }
}

/** Calls of the inspector's protocol, one at a time. */
function caller(socket: WebSocket): <Result>(method: string) => Promise<Result> {
  let lastId = 0
  return async <Result>(method: string) => {
    const id = ++lastId
    socket.send(JSON.stringify({ id, method }))
    for (;;) {
      const [data] = (await once(socket, 'message')) as [Buffer]
      const answer = JSON.parse(data.toString()) as { id?: number; result?: Result; error?: unknown }
      if (answer.id !== id) continue
      if (answer.result === undefined) throw new Error(`${method}: ${JSON.stringify(answer.error)}`)
      return answer.result
    }
  }
}
