import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { CannotRun } from '../../loadtest/run/cannot-run.ts'
import { checkBuilt, checkPages } from '../../loadtest/run/preflight.ts'

/** @returns its origin, as a run is given it. */
async function serverWith(paths: readonly string[]): Promise<string> {
  const server = createServer((request, response) => {
    response.writeHead(paths.includes(request.url ?? '') ? 200 : 404).end()
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => void server.close())
  return `ws://127.0.0.1:${(server.address() as AddressInfo).port}`
}

test('[LT47] a server without the pages that a browser is to open is told before anything is measured', async () => {
  const both = ['/rooms/preflight', '/examples/react-flow/']
  await expect(checkPages(await serverWith(both))).resolves.toBeUndefined()
  for (const one of both) {
    const check = checkPages(await serverWith([one]))
    await expect(check).rejects.toThrow(CannotRun)
    await expect(check).rejects.toThrow(/answers 404 to .*: run npm run build/)
  }
})

test('[LT48] a server that was not built is told with what builds it', () => {
  expect(() => checkBuilt('/nowhere/main.js')).toThrow('/nowhere/main.js is missing: run npm run build first')
  expect(() => checkBuilt(import.meta.filename)).not.toThrow()
})
