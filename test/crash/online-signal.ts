import { setMaxListeners } from 'node:events'

const signal = new EventTarget()
// Every page listens, and there is no telling how many there will be.
setMaxListeners(0, signal)

/** Gives this process what the SDK listens to in browsers: the word that the network is back. To be called before a page opens. */
export function installOnlineSignal(): void {
  Object.assign(globalThis, {
    addEventListener: signal.addEventListener.bind(signal),
    removeEventListener: signal.removeEventListener.bind(signal),
  })
}

/** Pages that wait to try again do so at once. */
export function signalOnline(): void {
  signal.dispatchEvent(new Event('online'))
}
