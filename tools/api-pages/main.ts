import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { renderPages } from './page.ts'

const folder = join(import.meta.dirname, '../../docs/api')
rmSync(folder, { recursive: true, force: true })
mkdirSync(folder, { recursive: true })
for (const [name, text] of renderPages()) writeFileSync(join(folder, name), text)
