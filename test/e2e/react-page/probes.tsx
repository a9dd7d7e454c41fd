import { useEffect, type ReactNode } from 'react'
import {
  shallowEqual,
  useCanvas,
  useEdge,
  useEdges,
  useEvents,
  useHistory,
  useNode,
  useNodes,
  useOther,
  useOthers,
  useRejects,
  useRoom,
  useSelf,
  useStatus,
  useSync,
} from '../../../client-sdk/src/react/index.ts'
import { report } from './report.ts'

/** Tells the test what a hook returned, and how often that was rendered. */
function useProbe(name: string, value: unknown): void {
  useEffect(() => report(name, value))
}

function Node({ id }: { readonly id: string }): ReactNode {
  useProbe(`node ${id}`, useNode(id))
  return null
}

function Edge({ id }: { readonly id: string }): ReactNode {
  useProbe(`edge ${id}`, useEdge(id))
  return null
}

function Counts(): ReactNode {
  useProbe('node count', useNodes().length)
  useProbe('edge count', useEdges().length)
  return null
}

function Tasks(): ReactNode {
  const tasks = useNodes(
    (nodes) => nodes.flatMap(({ id, type }) => (type === 'task' ? id : [])).sort(),
    shallowEqual,
  )
  useProbe('tasks', tasks)
  return null
}

/** Returns another object every time it is asked, with no equality: the worst that a selector can do. */
function Careless(): ReactNode {
  useProbe(
    'careless',
    useCanvas(({ nodes, edges }) => ({ nodes: nodes.size, edges: edges.size })),
  )
  return null
}

function Names(): ReactNode {
  useProbe(
    'names',
    useOthers((others) => others.map(({ profile }) => profile.name).sort(), shallowEqual),
  )
  const [first] = useOthers((others) => others.map(({ member }) => member), shallowEqual)
  return first === undefined ? null : <Other member={first} />
}

function Other({ member }: { readonly member: number }): ReactNode {
  useProbe('other', useOther(member)?.profile)
  return null
}

function Connection(): ReactNode {
  useProbe('status', useStatus())
  useProbe('sync', useSync())
  useProbe('self', useSelf())
  return null
}

function HistoryProbe(): ReactNode {
  useProbe('history', useHistory())
  return null
}

function Ears(): ReactNode {
  useEvents((event) => report('event', event.type))
  useEvents('wanted', ({ payload }) => report('wanted event', payload))
  useRejects(({ reason }) => report('reject', reason))
  return null
}

export function Probes(): ReactNode {
  const room = useRoom()
  useEffect(() => {
    window.fixture.room = room
  }, [room])
  return (
    <>
      <p id="content">here</p>
      <Node id="a" />
      <Node id="b" />
      <Edge id="ab" />
      <Counts />
      <Tasks />
      <Careless />
      <Names />
      <Connection />
      <HistoryProbe />
      <Ears />
    </>
  )
}
