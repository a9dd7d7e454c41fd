import { BuildahEngine } from './buildah-engine.ts'
import { succeeds } from '../../loadtest/driver/command.ts'
import type { ContainerEngine } from './container-engine.ts'
import { DockerEngine } from './docker-engine.ts'

/** Docker where its engine answers, else buildah; or the sentence that says what neither has. */
export async function findContainerEngine(): Promise<ContainerEngine | string> {
  if (await succeeds('docker', ['version', '--format', '{{.Server.Version}}'])) return new DockerEngine()
  const missing: string[] = []
  for (const tool of ['podman', 'buildah', 'debootstrap']) {
    if (!(await succeeds(tool, ['--version']))) missing.push(tool)
  }
  if (missing.length > 0)
    return `no Docker engine answers, and ${missing.join(', ')} must be installed to do without`
  if (process.getuid?.() !== 0) return 'no Docker engine answers, and only root can do without'
  return new BuildahEngine()
}
