import { cpus } from 'node:os'
import { succeeds } from '../driver/command.ts'

/** Who runs on which core. */
export interface Placement {
  readonly serverCpu: number | undefined
  /** For taskset, such as `1-3`. */
  readonly loadGeneratorCpus: string | undefined
  readonly words: string
}

/** @param wish undefined for apart where that can be. */
export async function choosePlacement(
  wish: 'apart' | 'shared' | undefined,
  isOwnServer: boolean,
): Promise<Placement> {
  const last = cpus().length - 1
  const canPin = last >= 1 && (await succeeds('taskset', ['-c', '1', 'true']))
  if (!isOwnServer) return { ...nobodyPinned, words: 'a server that ran already, load generator on any core' }
  if (wish === 'shared' || !canPin)
    return { ...nobodyPinned, words: `server and load generator share ${last + 1} cores` }
  const others = last === 1 ? '1' : `1-${last}`
  return {
    serverCpu: 0,
    loadGeneratorCpus: others,
    words: `server on core 0, load generator on core ${others}`,
  }
}

const nobodyPinned = { serverCpu: undefined, loadGeneratorCpus: undefined }
