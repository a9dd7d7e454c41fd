import { readFile } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import { connect, type AddressInfo } from 'node:net'
import { extname, join, normalize } from 'node:path'

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
}

/**
 * Serves a built page from a folder, and passes WebSockets on to a port where a server may be or not: an application
 * whose page is reachable while its collaboration server is away.
 */
export class PageServer {
  private readonly server: Server

  private constructor(server: Server) {
    this.server = server
  }

  /** @param folder with an `index.html`, which is also every path without an extension. */
  static async start(folder: string, webSocketPort: number): Promise<PageServer> {
    const server = createServer((request, response) => {
      const path = normalize(new URL(request.url ?? '/', 'http://page').pathname)
      const file = extname(path) === '' ? 'index.html' : path
      readFile(join(folder, file)).then(
        (body) => response.setHeader('content-type', types[extname(file)] ?? 'text/plain').end(body),
        () => response.writeHead(404).end(),
      )
    })
    server.on('upgrade', (request, socket, head) => {
      const upstream = connect(webSocketPort, '127.0.0.1', () => {
        const headers = request.rawHeaders.map((text, index) =>
          index % 2 === 0 ? `${text}: ` : `${text}\r\n`,
        )
        upstream.write(`GET ${request.url} HTTP/1.1\r\n${headers.join('')}\r\n`)
        upstream.write(head)
        socket.pipe(upstream).pipe(socket)
      })
      upstream.on('error', () => socket.destroy())
      upstream.on('close', () => socket.destroy())
      socket.on('error', () => upstream.destroy())
      socket.on('close', () => upstream.destroy())
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    return new PageServer(server)
  }

  get http(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`
  }

  stop(): void {
    this.server.closeAllConnections()
    this.server.close()
  }
}
