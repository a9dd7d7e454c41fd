import { Server } from '@hocuspocus/server'

// Its defaults, which batch what a loop turn brings (`flushDelay: 0`), and no extension: nothing is stored.
const server = new Server({ address: '127.0.0.1', port: 0, quiet: true })
await server.listen()
console.log(`listening on http://127.0.0.1:${server.address.port}`)
