export const deployStates = ['running', 'deploying', 'failed', 'stopped'] as const
export type DeployState = (typeof deployStates)[number]

export const stateNames: Readonly<Record<DeployState, string>> = {
  running: 'Running',
  deploying: 'Deploying',
  failed: 'Failed',
  stopped: 'Stopped',
}

/** Another program may have written anything. */
export function deployStateOf(value: unknown): DeployState {
  return deployStates.find((state) => state === value) ?? 'stopped'
}
