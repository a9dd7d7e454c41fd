import { Component, StrictMode, Suspense, type ReactNode } from 'react'
import { createRoot } from 'react-dom/client'
import { openRoom } from '../../../client-sdk/src/index.ts'
import { RoomProvider } from '../../../client-sdk/src/react/index.ts'
import { Probes } from './probes.tsx'

class Boundary extends Component<{ readonly children: ReactNode }, { readonly error?: Error }> {
  override readonly state: { readonly error?: Error } = {}

  static getDerivedStateFromError(error: Error): { readonly error: Error } {
    return { error }
  }

  override render(): ReactNode {
    const { error } = this.state
    return error ? <p id="error">{error.name}</p> : this.props.children
  }
}

const root = createRoot(document.querySelector('#root') as Element)
const profile = { name: 'Page' }
let shown = 0

window.fixture = {
  room: undefined,
  seen: {},
  show(path, { suspense = false, own = false }) {
    const provided = own ? { room: openRoom(path, { profile }) } : { url: path, options: { profile } }
    // The same provider gets another URL; another kind of provider is another one.
    if (own || suspense) shown++
    root.render(
      <StrictMode>
        <Boundary key={shown}>
          <Suspense fallback={<p id="waiting">waiting</p>}>
            <RoomProvider {...provided} suspense={suspense} fallback={<p id="closed">closed</p>}>
              <Probes />
            </RoomProvider>
          </Suspense>
        </Boundary>
      </StrictMode>,
    )
  },
  hide: () => root.render(null),
}
