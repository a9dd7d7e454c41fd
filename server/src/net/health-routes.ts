import uWS, { type TemplatedApp } from 'uWebSockets.js'
import { Listener } from './listener.ts'

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

/** The health routes on a port of their own, for those who run the server. */
export class HealthServer {
  private readonly app: TemplatedApp = uWS.App()
  readonly listener = new Listener(this.app)

  constructor(health: Health) {
    serveHealth(this.app, health)
    this.app.any('/*', (res) => {
      res.writeStatus('404 Not Found').end('not found\n')
    })
  }
}
