import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { extname, join, relative, sep } from 'node:path'
import { gzipSync } from 'node:zlib'

export interface StaticFile {
  readonly body: Buffer
  readonly gzipped: Buffer | undefined
  readonly contentType: string
  readonly etag: string
  /** Whether its name carries its hash, so that a browser need never ask again. */
  readonly isImmutable: boolean
}

const contentTypes: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.json': 'application/json',
  '.woff2': 'font/woff2',
}

/** Reads the built pages into memory, by URL path; an empty map when nothing was built. */
export function readStaticFiles(directory: string): ReadonlyMap<string, StaticFile> {
  const files = new Map<string, StaticFile>()
  for (const path of listFiles(directory)) {
    const url = `/${relative(directory, path).split(sep).join('/')}`
    const body = readFileSync(path)
    const contentType = contentTypes[extname(path)] ?? 'application/octet-stream'
    const compressible = /text|json|svg/.test(contentType)
    files.set(url, {
      body,
      gzipped: compressible ? gzipSync(body) : undefined,
      contentType,
      etag: `"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"`,
      isImmutable: /^\/(examples\/[^/]+\/)?assets\//.test(url),
    })
  }
  return files
}

function listFiles(directory: string): string[] {
  try {
    return readdirSync(directory, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && !entry.name.endsWith('.map'))
      .map((entry) => join(entry.parentPath, entry.name))
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return []
    throw error
  }
}
