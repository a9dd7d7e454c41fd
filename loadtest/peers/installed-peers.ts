import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { run } from '../driver/command.ts'

const folder = fileURLToPath(new URL('servers/', import.meta.url))

/** Where a file of an installed peer is. */
export function peerFile(path: string): string {
  return `${folder}node_modules/${path}`
}

/**
 * Installs the peers that the lock file pins, unless they are there. Install scripts stay off: the one package
 * that has any brings its binaries along.
 */
export async function installPeers(): Promise<void> {
  if (Object.entries(wanted()).every(([name, version]) => installedVersion(name) === version)) return
  await run('npm', ['ci', '--prefix', folder, '--ignore-scripts', '--no-audit', '--no-fund'])
}

/** @returns the versions that are compared, by package. */
export function peerVersions(): Readonly<Record<string, string>> {
  return wanted()
}

function wanted(): Readonly<Record<string, string>> {
  return (readJson(`${folder}package.json`) as { dependencies: Record<string, string> }).dependencies
}

function installedVersion(name: string): string | undefined {
  const path = peerFile(`${name}/package.json`)
  return existsSync(path) ? (readJson(path) as { version: string }).version : undefined
}

function readJson(path: string): unknown {
  return JSON.parse(readFileSync(path, 'utf8'))
}
