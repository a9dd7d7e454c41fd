import { takeCensus, unrest, type Census } from './census.ts'
import type { Scenario } from './scenario.ts'
import type { Server } from './server.ts'
import type { Stage } from './stage.ts'

/**
 * Heap that may have come on top of the warm baseline, after collections on both sides: code that V8 compiled meanwhile
 * and documents of the bounded cache. Ten thousand leaked sockets, rooms or members would be beyond it.
 */
const heapBoundBytes = 8 * 1024 * 1024

/** Holds what a server has at the end of a suite against what it had when it was warm. */
export class LeakCheck {
  private readonly baseline: Census

  private constructor(baseline: Census) {
    this.baseline = baseline
  }

  /** @param server warm, and with nobody on it. */
  static async begin(server: Server): Promise<LeakCheck> {
    return new LeakCheck(await takeCensus(server))
  }

  get scenario(): Scenario {
    return {
      id: 'STR27',
      sentence:
        'after everything the server holds no more than before: descriptors, timers, rooms, topics, heap',
      timeoutMs: 60_000,
      run: (stage) => this.run(stage),
    }
  }

  private async run(stage: Stage): Promise<void> {
    const { server } = stage
    await rest(stage)
    const { baseline } = this
    let census = await takeCensus(server)
    const isBack = async (): Promise<boolean> => {
      census = await takeCensus(server)
      return (
        census.sockets <= baseline.sockets &&
        census.otherDescriptors <= baseline.otherDescriptors &&
        census.timers <= baseline.timers
      )
    }
    // Sockets that nobody reads any more are cut by the transport 16 s later.
    try {
      await stage.until('descriptors and timers are back', isBack, 25_000)
    } catch (error) {
      throw new Error(`${JSON.stringify(census)} where the baseline is ${JSON.stringify(baseline)}`, {
        cause: error,
      })
    }
    const grownBytes = census.heapBytes - baseline.heapBytes
    stage.check(grownBytes <= heapBoundBytes, `the heap has grown by ${grownBytes} bytes`)
    stage.note(`heap ${mib(baseline.heapBytes)} MiB before, ${mib(census.heapBytes)} MiB after`)
    stage.same(server.errors, [], 'the server logged errors')
  }
}

/** Waits until nobody is left on the server and nothing waits for its disk. */
export async function rest(stage: Stage): Promise<void> {
  let left: string | undefined
  try {
    await stage.until('nobody is left', async () => (left = await unrest(stage.server)) === undefined, 25_000)
  } catch (error) {
    throw new Error(`still there: ${left}`, { cause: error })
  }
}

function mib(bytes: number): string {
  return (bytes / 2 ** 20).toFixed(1)
}
