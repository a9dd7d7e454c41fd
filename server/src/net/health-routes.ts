import type { TemplatedApp } from 'uWebSockets.js'

/** What the health routes ask; answered by main. */
export interface Health {
  /** Why the server should get no traffic now, or undefined when it is ready. */
  notReadyBecause(): string | undefined
  /** All metrics in Prometheus' text format. */
  metrics(): Promise<string>
  readonly metricsContentType: string
}

/** `/healthz` (the loop turns), `/readyz` (traffic is welcome), `/metrics` (Prometheus). */
export function serveHealth(app: TemplatedApp, health: Health): void {
  app.get('/healthz', (res) => {
    res.writeHeader('content-type', 'text/plain; charset=utf-8').end('ok\n')
  })
  app.get('/readyz', (res) => {
    const reason = health.notReadyBecause()
    res
      .writeStatus(reason === undefined ? '200 OK' : '503 Service Unavailable')
      .writeHeader('content-type', 'text/plain; charset=utf-8')
      .end(reason === undefined ? 'ready\n' : `not ready: ${reason}\n`)
  })
  app.get('/metrics', (res) => {
    let isAborted = false
    res.onAborted(() => {
      isAborted = true
    })
    const answer = (status: string, contentType: string, body: string): void => {
      if (isAborted) return
      res.cork(() => {
        res.writeStatus(status).writeHeader('content-type', contentType).end(body)
      })
    }
    health.metrics().then(
      (text) => answer('200 OK', health.metricsContentType, text),
      (error: unknown) =>
        answer('500 Internal Server Error', 'text/plain', `metrics failed: ${String(error)}\n`),
    )
  })
}
