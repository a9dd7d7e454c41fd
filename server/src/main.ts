#!/usr/bin/env node
import { readFileSync } from 'node:fs'
import { ConfigError, readConfig, type Config } from './config.ts'
import { createLog } from './observe/log.ts'
import type { AccessStore } from './room/access-store.ts'
import type { DocumentStore } from './room/document-store.ts'
import { MemoryStore } from './store/memory-store.ts'
import { openSqliteStore } from './store/sqlite-store.ts'
import { StoreOpenError } from './store/store-open-error.ts'

/** A fault of the operator's: one readable line and exit 1. */
function giveUp(sentence: string): never {
  process.stderr.write(`coplane: ${sentence}\n`)
  process.exit(1)
}

function cannotListen(host: string, port: number): never {
  giveUp(`cannot listen on ${host}:${port}; the port is in use or the address is not this machine's`)
}

async function openStore(config: Config): Promise<DocumentStore & AccessStore> {
  if (config.store === 'memory') return new MemoryStore()
  try {
    return await openSqliteStore(config.dataDir, (problem) => log.warn(problem))
  } catch (error) {
    if (error instanceof StoreOpenError) giveUp(error.message)
    throw error
  }
}

/** Loads the transport last and by itself, since its native binary is what a platform may lack. */
async function importService(): Promise<typeof import('./service.ts')> {
  try {
    return await import('./service.ts')
  } catch (error) {
    if (!/uWS\.js supports only/.test(String(error))) throw error
    const { platform, arch, version } = process
    giveUp(
      `uWebSockets.js has no binary that loads on ${platform} ${arch} with Node ${version}: ` +
        'use Node 20, 22 or 24 with a glibc that is new enough (README, "Where uWebSockets.js comes from")',
    )
  }
}

function readOrGiveUp(): ReturnType<typeof readConfig> {
  try {
    return readConfig()
  } catch (error) {
    if (error instanceof ConfigError) giveUp(error.message)
    throw error
  }
}

/** Whatever is no server ends here; a server does not load what that takes. */
async function runAndExit(args: readonly string[]): Promise<never> {
  const { runCommand } = await import('./command/command.ts')
  const { output, fault } = await runCommand(args, version)
  if (fault !== '') giveUp(fault)
  // A pipe takes what is written later than the process might end.
  await new Promise<void>((resolve) => process.stdout.write(output, () => resolve()))
  process.exit(0)
}

const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as {
  version: string
}
const args = process.argv.slice(2)
if (args.length > 0) await runAndExit(args)
const { config, unknown } = readOrGiveUp()
const log = createLog(config.logLevel)
for (const name of unknown) log.warn(`${name} is set but means nothing to Coplane`)
const { Service } = await importService()
const store = await openStore(config)
const service = new Service(config, store, log, version)
const { host, internal } = config
const internalPort = internal && (await service.listenInternally(internal.host, internal.port))
if (internal && internalPort === undefined) cannotListen(internal.host, internal.port)
const port = await service.listen(host, config.port)
if (port === undefined) cannotListen(host, config.port)
// A bug that nothing caught: the process lives on, for the sake of every room that it does not concern.
process.on('uncaughtException', (error) => log.error({ err: error }, 'uncaught exception'))
process.on('unhandledRejection', (error) => log.error({ err: error }, 'unhandled rejection'))

/** A thread that is ended while SQLite is about to fail takes the whole process with it, by SIGABRT: the call comes first. */
async function exit(code: number): Promise<void> {
  setTimeout(() => process.exit(code), storePatienceMs)
  await service.closeStore()
  process.exit(code)
}

const storePatienceMs = 1_000
let isDraining = false
for (const signal of ['SIGTERM', 'SIGINT'] as const) {
  process.on(signal, () => {
    if (isDraining) {
      log.warn(`${signal} again: exiting at once`)
      void exit(1)
      return
    }
    isDraining = true
    log.info(`${signal}: draining`)
    const deadline = setTimeout(() => {
      log.error(
        `the drain did not end within ${config.drainDeadlineMs} ms: ${service.undrained}; ` +
          'what was called saved is on disk, and clients of ours bring the rest back',
      )
      void exit(1)
    }, config.drainDeadlineMs)
    // Whoever presses Ctrl-C has no load balancer in front.
    service.drain(signal === 'SIGINT' ? 0 : config.drainWaitMs).then(
      () => {
        clearTimeout(deadline)
        log.info('drained')
        process.exit(0)
      },
      (error: unknown) => {
        log.error({ err: error }, 'the drain failed')
        void exit(1)
      },
    )
  })
}

// Last of all: whoever reads it may send a signal at once.
if (internal) process.stdout.write(`Health and metrics on http://${shown(internal.host)}:${internalPort}\n`)
process.stdout.write(
  `Coplane ${version} listening on ${config.tls ? 'https' : 'http'}://${shown(host)}:${port}\n`,
)

function shown(address: string): string {
  return address.includes(':') ? `[${address}]` : address
}
