import type { HttpResponse } from 'uWebSockets.js'

/** What a call is answered. */
export interface Reply {
  readonly status: keyof typeof reasons
  readonly body: unknown
}

/** One response in JSON: given once, and only while somebody waits for it. */
export class JsonAnswer {
  private isOver = false
  private readonly res: HttpResponse

  /** To be made before the request's handler returns. */
  constructor(res: HttpResponse) {
    this.res = res
    res.onAborted(() => {
      this.isOver = true
    })
  }

  give({ status, body }: Reply): void {
    if (this.isOver) return
    this.isOver = true
    const { res } = this
    res.cork(() => {
      res
        .writeStatus(`${status} ${reasons[status]}`)
        .writeHeader('content-type', 'application/json')
        .writeHeader('cache-control', 'no-store')
        .writeHeader('x-content-type-options', 'nosniff')
      if (status === 401) res.writeHeader('www-authenticate', 'Bearer')
      // What is still to come of a body that is too long is not read.
      res.end(`${JSON.stringify(body)}\n`, status === 413)
    })
  }
}

export function fault(status: Reply['status'], error: string, message: string): Reply {
  return { status, body: { error, message } }
}

/** The body of a request, undefined once it is longer than it may be. To be called before the request's handler returns. */
export function readBody(res: HttpResponse, maxBytes: number): Promise<string | undefined> {
  return new Promise((resolve) => {
    let read = Buffer.alloc(0)
    let isTooLong = false
    res.onData((chunk, isLast) => {
      isTooLong ||= read.length + chunk.byteLength > maxBytes
      if (isTooLong) {
        resolve(undefined)
        return
      }
      // The chunk's bytes end with this call; a concatenation is a copy.
      read = Buffer.concat([read, new Uint8Array(chunk)])
      if (isLast) resolve(read.toString())
    })
  })
}

const reasons = {
  200: 'OK',
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  413: 'Content Too Large',
  500: 'Internal Server Error',
  503: 'Service Unavailable',
  507: 'Insufficient Storage',
} as const
