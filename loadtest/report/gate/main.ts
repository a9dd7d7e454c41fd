import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { majorOf, parseBaseline, withFigures, type Baseline } from './baseline.ts'
import { countFigures } from './counted.ts'
import type { GateFigure, GateGroup } from './figure.ts'
import { judge } from './judge.ts'
import { fanOutRatios, peerRatios } from './ratios.ts'

const results = new URL('../../results/', import.meta.url)
const usage = `usage: npm run loadtest:gate -- [options]   (build first: npm run build)
  --baseline FILE   what the figures may not exceed   (loadtest/results/baseline.json)
  --fan-out FILE    the JSON of test/bench/fan-out.ts, whose ratios are judged, too
  --peers FILE      the JSON of the comparison with peers, likewise
  --update          writes what is found now as the baseline
`

try {
  process.exitCode = await main()
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
  process.exitCode = 1
}

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      baseline: { type: 'string', default: new URL('baseline.json', results).pathname },
      'fan-out': { type: 'string' },
      peers: { type: 'string' },
      update: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  })
  if (values.help) {
    process.stdout.write(usage)
    return 0
  }
  const file = values.baseline
  const baseline =
    values.update && !existsSync(file) ? undefined : parseBaseline(readFileSync(file, 'utf8'), file)
  const ratios = [...readWith(values['fan-out'], fanOutRatios), ...readWith(values.peers, peerRatios)]
  const found: [GateGroup, GateFigure[]][] = [['counted', await countFigures()]]
  if (ratios.length > 0) found.push(['ratios', ratios])
  if (values.update) {
    update(file, baseline, found)
    return 0
  }
  return tell(found, baseline!)
}

function readWith(
  file: string | undefined,
  parse: (text: string, source: string) => GateFigure[],
): GateFigure[] {
  return file === undefined ? [] : parse(readFileSync(file, 'utf8'), file)
}

function update(
  file: string,
  baseline: Baseline | undefined,
  found: readonly [GateGroup, GateFigure[]][],
): void {
  const node = majorOf(process.version)
  let updated = baseline
  for (const [group, figures] of found) updated = withFigures(updated, group, figures, node)
  writeFileSync(file, `${JSON.stringify(updated, undefined, 2)}\n`)
}

function tell(found: readonly [GateGroup, GateFigure[]][], baseline: Baseline): number {
  const judged = found.map(([group, figures]) => judge(group, figures, baseline, majorOf(process.version)))
  for (const note of judged.flatMap(({ notes }) => notes)) process.stdout.write(`${note}\n`)
  const broken = judged.flatMap((each) => each.broken)
  for (const line of broken) process.stderr.write(`${line}\n`)
  const all = found.reduce((sum, [, figures]) => sum + figures.length, 0)
  process.stdout.write(broken.length === 0 ? `${all} figures are no worse than the baseline\n` : '')
  return broken.length === 0 ? 0 : 1
}
