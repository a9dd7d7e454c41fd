import type { HttpRequest, HttpResponse, TemplatedApp } from 'uWebSockets.js'
import type { StaticFile } from './static-files.ts'

/** The demo page at `/` and `/rooms/<name>`, the examples at `/examples/<name>/`, their assets, and 404 for everything else. */
export function servePage(
  app: TemplatedApp,
  files: ReadonlyMap<string, StaticFile>,
  frameAncestors: string,
): void {
  const policy = `${contentPolicy}; frame-ancestors ${frameAncestors}`
  const answer = (res: HttpResponse, req: HttpRequest, withBody: boolean): void => {
    const path = req.getUrl()
    const isPage = path === '/' || path.startsWith('/rooms/')
    const file =
      files.get(isPage ? '/index.html' : path) ?? files.get(`${path.replace(/\/$/, '')}/index.html`)
    if (file) sendFile(res, req, file, policy, withBody)
    else {
      const text = isPage ? 'Coplane runs; this build has no demo page.\n' : 'not found\n'
      res
        .writeStatus(isPage ? '200 OK' : '404 Not Found')
        .writeHeader('content-type', 'text/plain; charset=utf-8')
        .writeHeader('x-content-type-options', 'nosniff')
      end(res, text, withBody)
    }
  }
  app.get('/*', (res, req) => answer(res, req, true))
  app.head('/*', (res, req) => answer(res, req, false))
  app.any('/*', (res) => {
    res.writeStatus('405 Method Not Allowed').writeHeader('allow', 'GET, HEAD').end('method not allowed\n')
  })
}

function sendFile(
  res: HttpResponse,
  req: HttpRequest,
  file: StaticFile,
  policy: string,
  withBody: boolean,
): void {
  const isKnown = req.getHeader('if-none-match') === file.etag
  const zipped = file.gzipped && /\bgzip\b/.test(req.getHeader('accept-encoding')) ? file.gzipped : undefined
  res
    .writeStatus(isKnown ? '304 Not Modified' : '200 OK')
    .writeHeader('content-type', file.contentType)
    .writeHeader('etag', file.etag)
    .writeHeader('cache-control', file.isImmutable ? 'public, max-age=31536000, immutable' : 'no-cache')
    .writeHeader('content-security-policy', policy)
    .writeHeader('cross-origin-opener-policy', 'same-origin')
    .writeHeader('x-content-type-options', 'nosniff')
    .writeHeader('referrer-policy', 'no-referrer')
    .writeHeader('vary', 'accept-encoding')
  if (zipped) res.writeHeader('content-encoding', 'gzip')
  if (isKnown) res.endWithoutBody()
  else end(res, zipped ?? file.body, withBody)
}

function end(res: HttpResponse, body: string | Buffer, withBody: boolean): void {
  if (withBody) res.end(body)
  else res.endWithoutBody(Buffer.byteLength(body))
}

/**
 * The pages load what is theirs and talk to any Coplane server: `'self'` does not stand for `ws:` everywhere. Their code sets
 * styles through the DOM, which a policy does not concern.
 */
const contentPolicy = [
  "default-src 'self'",
  "connect-src 'self' ws: wss:",
  "img-src 'self' data: blob:",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'none'",
].join('; ')
