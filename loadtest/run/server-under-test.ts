import { type Metrics, parseMetrics } from './prometheus-text.ts'

/** The server that is measured. */
export interface ServerUnderTest {
  /** Such as `ws://127.0.0.1:8080`. */
  readonly origin: string
  /** Undefined where the server is not on this machine's care, and its CPU and memory cannot be told. */
  readonly pid: number | undefined
  /** Resolves with one sentence when it ends unasked. */
  readonly died: Promise<string>
  stop(): Promise<void>
}

/** A server that somebody else started. */
export function existingServer(origin: string): ServerUnderTest {
  return {
    origin,
    pid: undefined,
    died: new Promise(() => undefined),
    stop: () => Promise.resolve(),
  }
}

export async function readMetrics(server: ServerUnderTest): Promise<Metrics> {
  const response = await fetch(`${server.origin.replace(/^ws/, 'http')}/metrics`)
  if (!response.ok) throw new Error(`the server answered ${response.status} to a look at its metrics`)
  return parseMetrics(await response.text())
}
