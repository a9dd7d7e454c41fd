import { createServer, type AddressInfo } from 'node:net'

/**
 * A port that is free now, for servers that are to be restarted on it: one that listened on port 0 leaves
 * connections behind that keep others from its port for a minute, one that was given the port does not.
 */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().on('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo
      server.close(() => resolve(port))
    })
  })
}
