/**
 * What k6's browser has to be told in its environment, apart from `K6_BROWSER_EXECUTABLE_PATH`: as root there is no
 * sandbox, without a screen there is no GPU, nothing calls home, and the heap's size is told exactly.
 */
export const browserEnvironment = {
  K6_BROWSER_HEADLESS: 'true',
  K6_BROWSER_ARGS: [
    'no-sandbox',
    'disable-gpu',
    'disable-quic',
    'no-first-run',
    'disable-component-update',
    'disable-sync',
    'disable-background-networking',
    'enable-precise-memory-info',
  ].join(','),
} as const
