/**
 * Run as a process of its own: appends to the directory in argv for as long as it lives, eight rows at a time, and
 * prints the highest seq of each append once the store has said that it is durable. Every tenth time the log is folded
 * while the next rows are appended.
 */
import * as Y from 'yjs'
import { openSqliteStore } from '../../server/src/store/sqlite-store.ts'
import { Drawing } from './drawing.ts'

const dir = process.argv[2]
if (dir === undefined) throw new Error('usage: append-until-killed <data directory>')
const store = await openSqliteStore(dir)
const drawing = new Drawing()
for (let seq = 8; ; seq += 8) {
  for (let step = seq - 7; step <= seq; step++) drawing.move(`node ${step}`, step)
  await store.append(drawing.rows('plan', seq - 7))
  drawing.updates.length = 0
  process.stdout.write(`${seq}\n`)
  if (seq % 80 === 0) void store.fold('plan', seq, Y.encodeStateAsUpdateV2(drawing.doc))
}
