/** A line that must not be written in a file of that folder, and how the linter's sentence about it begins. */
export const planted: readonly (readonly [file: string, line: string, sentence: string])[] = [
  [
    'server/src/room/a.ts',
    "export type { WebSocket } from 'uWebSockets.js'",
    'Only server/src/net/ imports uWebSockets.js',
  ],
  [
    'server/src/dialect/a.ts',
    "import uWS from 'uWebSockets.js'",
    'Only server/src/net/ imports uWebSockets.js',
  ],
  [
    'server/src/store/a.ts',
    "import uWS from 'uWebSockets.js'",
    'Only server/src/net/ imports uWebSockets.js',
  ],
  [
    'server/src/observe/a.ts',
    "import uWS from 'uWebSockets.js'",
    'Only server/src/net/ imports uWebSockets.js',
  ],
  ['server/src/main.ts', "await import('uWebSockets.js')", 'Only server/src/net/ imports uWebSockets.js'],

  [
    'server/src/room/b.ts',
    "export { Sockets } from '../net/sockets.ts'",
    'The room core imports nothing of net',
  ],
  [
    'server/src/room/c.ts',
    "import type { A } from '../dialect/native.ts'",
    'The room core imports nothing of net',
  ],
  [
    'server/src/room/d.ts',
    "import type { A } from '../store/memory-store.ts'",
    'The room core imports nothing of net',
  ],
  [
    'server/src/room/e.ts',
    "import type { A } from '../cluster/redis.ts'",
    'The room core imports nothing of net',
  ],
  ['server/src/room/f.ts', "import { log } from '../observe/log.ts'", 'The room core imports nothing of net'],
  [
    'server/src/room/g.ts',
    "import type { Config } from '../config.ts'",
    'The room core imports nothing of net',
  ],
  ['server/src/room/h.ts', "import { Service } from '../service.ts'", 'The room core imports nothing of net'],
  ['server/src/room/i.ts', "await import('../main.ts')", 'The room core imports nothing of net'],
  [
    'server/src/room/j.ts',
    "import { randomUUID } from 'node:crypto'",
    'The room core uses no Node built-ins',
  ],
  [
    'server/src/room/k.ts',
    "import { setTimeout } from 'timers/promises'",
    'The room core uses no Node built-ins',
  ],

  [
    'client-sdk/src/protocol/a.ts',
    "import * as Y from 'yjs'",
    'The wire (client-sdk/src/protocol) imports nothing',
  ],
  [
    'client-sdk/src/protocol/b.ts',
    "import type { A } from '../json.ts'",
    'The wire (client-sdk/src/protocol) imports nothing',
  ],
  ['client-sdk/src/protocol/c.ts', "import 'node:fs'", 'The wire (client-sdk/src/protocol) imports nothing'],

  [
    'client-sdk/src/model/a.ts',
    "import * as Y from 'yjs'",
    'The model (client-sdk/src/model) imports nothing',
  ],
  [
    'client-sdk/src/model/b.ts',
    "import { limits } from '../protocol/limits.ts'",
    'The model (client-sdk/src/model) imports nothing',
  ],

  [
    'server/src/dialect/b.ts',
    "import type { A } from '../net/uws-socket.ts'",
    'A dialect speaks to rooms and sockets',
  ],
  [
    'server/src/dialect/c.ts',
    "import type { A } from '../store/memory-store.ts'",
    'A dialect speaks to rooms and sockets',
  ],
  [
    'server/src/dialect/d.ts',
    "import type { A } from '../config.ts'",
    'A dialect speaks to rooms and sockets',
  ],

  [
    'server/src/auth/a.ts',
    "import type { A } from '../net/uws-socket.ts'",
    'Who may come in is decided by tokens and limits',
  ],
  [
    'server/src/admission/a.ts',
    "import type { A } from '../config.ts'",
    'Who may come in is decided by tokens and limits',
  ],

  [
    'server/src/store/b.ts',
    "import type { A } from '../room/room.ts'",
    'Stores and clusters import only their ports',
  ],
  [
    'server/src/store/c.ts',
    "import type { A } from '../net/sockets.ts'",
    'Stores and clusters import only their ports',
  ],
  [
    'server/src/store/d.ts',
    "import type { A } from '../config.ts'",
    'Stores and clusters import only their ports',
  ],
  ['server/src/store/g.ts', "import * as Y from 'yjs'", 'Stores keep bytes'],
  ['server/src/cluster/b.ts', "await import('lib0/decoding')", 'Stores keep bytes'],
  [
    'server/src/cluster/a.ts',
    "import type { A } from '../room/rooms.ts'",
    'Stores and clusters import only their ports',
  ],

  [
    'server/src/net/a.ts',
    "import { A } from '../dialect/native.ts'",
    'The transport hands bytes to connections',
  ],
  [
    'server/src/net/b.ts',
    "import type { A } from '../store/memory-store.ts'",
    'The transport hands bytes to connections',
  ],
  [
    'server/src/observe/b.ts',
    "import type { A } from '../store/memory-store.ts'",
    'Observing reads the core’s counters',
  ],

  [
    'client-sdk/src/a.ts',
    "import type { A } from '../../server/src/room/room.ts'",
    'The SDK never imports the server',
  ],
  [
    'client-sdk/src/canvas/a.ts',
    "import type { A } from '@coplane/server'",
    'The SDK never imports the server',
  ],
  [
    'client-sdk/demo/src/a.ts',
    "import { A } from '../../../server/src/config.ts'",
    'The SDK never imports the server',
  ],

  ['client-sdk/src/d.ts', "import { useState } from 'react'", 'The SDK’s core knows no React'],
  ['client-sdk/src/e.ts', "export * from './react/equality.ts'", 'The SDK’s core knows no React'],

  [
    'server/src/service.ts',
    "import { connect } from '@coplane/client'",
    'The server imports nothing of the SDK but the wire',
  ],
  [
    'server/src/room/l.ts',
    "import { Room } from '@coplane/client/react'",
    'The server imports nothing of the SDK but the wire',
  ],
  [
    'server/src/net/c.ts',
    "import '../../../client-sdk/src/protocol/tick.ts'",
    'The server imports nothing of the SDK but the wire',
  ],

  ['server/src/a.ts', 'export const home = process.env.HOME', 'Only server/src/config.ts reads process.env'],
  [
    'server/src/main.ts',
    "export const home = process['env']['HOME']",
    'Only server/src/config.ts reads process.env',
  ],
  ['server/src/store/e.ts', 'export const { env } = process', 'Only server/src/config.ts reads process.env'],
  [
    'client-sdk/src/b.ts',
    'export const home = process.env.HOME',
    'Only server/src/config.ts reads process.env',
  ],
  ['server/src/store/f.ts', 'process.exit(1)', 'Only server/src/main.ts ends the process'],
  ['server/src/config.ts', 'process.exit(1)', 'Only server/src/main.ts ends the process'],
  ['server/src/observe/c.ts', 'process.kill(1)', 'Only server/src/main.ts ends the process'],
  ['client-sdk/src/c.ts', 'process.exit(1)', 'Only server/src/main.ts ends the process'],
  [
    'server/src/service.ts',
    "process.on('SIGTERM', () => undefined)",
    'Only server/src/main.ts listens to signals',
  ],
  [
    'server/src/config.ts',
    "process.once('exit', () => undefined)",
    'Only server/src/main.ts listens to signals',
  ],
  ['server/src/dialect/e.ts', "import { env } from 'node:process'", 'The process is a global here'],
]

/** Lines that look alike and are how it is done. */
export const allowed: readonly (readonly [file: string, line: string])[] = [
  ['client-sdk/src/react/ok.ts', "import { useState } from 'react'"],
  ['client-sdk/src/react-flow/ok.ts', "import { shallowEqual } from '../react/equality.ts'"],
  ['server/src/net/ok.ts', "import uWS from 'uWebSockets.js'"],
  ['server/src/net/ok.ts', "import type { Socket } from '../room/ports.ts'"],
  ['server/src/net/ok.ts', "import { readFileSync } from 'node:fs'"],
  ['server/src/room/ok.ts', "import * as Y from 'yjs'"],
  ['server/src/room/ok.ts', "import { limits } from '@coplane/client/protocol/limits'"],
  ['server/src/room/ok.ts', "import { keys } from '@coplane/client/model/layout'"],
  ['server/src/room/ok.ts', "import type { Member } from './member.ts'"],
  ['server/src/dialect/ok.ts', "import type { Room } from '../room/room.ts'"],
  ['server/src/auth/ok.ts', "import { ConfigError } from '../config-error.ts'"],
  ['server/src/store/ok.ts', "import type { DocumentStore } from '../room/document-store.ts'"],
  ['server/src/cluster/ok.ts', "import type { Clock } from '../room/ports.ts'"],
  ['server/src/main.ts', "import { readConfig } from './config.ts'"],
  ['server/src/main.ts', "process.on('SIGTERM', () => process.exit(0))"],
  ['server/src/config.ts', 'export const { env } = process'],
  ['client-sdk/src/ok.ts', "import { limits } from './protocol/limits.ts'"],
  ['client-sdk/src/canvas/ok.ts', "import { keys } from '../model/layout.ts'"],
  ['client-sdk/src/model/ok.ts', "import type { Schema } from './schema.ts'"],
  ['client-sdk/src/protocol/ok.ts', "import { FrameType } from './frame-type.ts'"],
]
