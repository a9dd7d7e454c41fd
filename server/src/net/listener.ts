import uWS, { type TemplatedApp, type us_listen_socket } from 'uWebSockets.js'

/** The port of one app. */
export class Listener {
  private listening: us_listen_socket | undefined
  private readonly app: TemplatedApp

  constructor(app: TemplatedApp) {
    this.app = app
  }

  /** @returns the port, chosen by the system when `port` is 0; undefined when it cannot be had (exclusive: never shared). */
  listen(host: string, port: number): Promise<number | undefined> {
    return new Promise((resolve) => {
      listenExclusively(this.app, host, port, (socket) => {
        if (socket === false) {
          resolve(undefined)
          return
        }
        this.listening = socket
        resolve(uWS.us_socket_local_port(socket))
      })
    })
  }

  /** Takes no new connections; open ones stay. */
  stop(): void {
    if (this.listening) uWS.us_listen_socket_close(this.listening)
    this.listening = undefined
  }

  /** Closes everything that is still open, at once. */
  close(): void {
    this.listening = undefined
    this.app.close()
  }
}

/** LIBUS_LISTEN_EXCLUSIVE_PORT: the default would let a second process share the port and its traffic silently. */
const exclusivePort = 1

/** The library takes host, port, options and callback together; its typings only know them in threes. */
function listenExclusively(
  app: TemplatedApp,
  host: string,
  port: number,
  listened: (socket: us_listen_socket | false) => void,
): void {
  const listen = app.listen.bind(app) as unknown as (
    host: string,
    port: number,
    options: number,
    listened: (socket: us_listen_socket | false) => void,
  ) => void
  listen(host, port, exclusivePort, listened)
}
