/** One page of the reference. */
export interface EntryPoint {
  /** What an application imports. */
  readonly name: string
  /** Its file in `client-sdk/src`. */
  readonly module: string
  /** Its page in `docs/api`. */
  readonly page: string
  readonly summary: string
}

export const entryPoints: readonly EntryPoint[] = [
  {
    name: '@coplane/client',
    module: 'index.ts',
    page: 'index.md',
    summary: 'Rooms: the document as nodes and edges, gestures, presence, history, events.',
  },
  {
    name: '@coplane/client/offline',
    module: 'offline/index.ts',
    page: 'offline.md',
    summary: 'Keeping a room on the device.',
  },
  {
    name: '@coplane/client/react',
    module: 'react/index.ts',
    page: 'react.md',
    summary: 'A room in React: a provider, and hooks that render when what they select has changed.',
  },
  {
    name: '@coplane/client/react-flow',
    module: 'react-flow/index.ts',
    page: 'react-flow.md',
    summary: 'A room as the props of React Flow.',
  },
  {
    name: '@coplane/client/bind',
    module: 'bind/index.ts',
    page: 'bind.md',
    summary: 'A room on any canvas, by three callbacks.',
  },
  {
    name: '@coplane/client/konva',
    module: 'konva/index.ts',
    page: 'konva.md',
    summary: 'A room on a layer of Konva.',
  },
  {
    name: '@coplane/client/excalidraw',
    module: 'excalidraw/index.ts',
    page: 'excalidraw.md',
    summary: 'A room and a scene of Excalidraw.',
  },
]
