import { setTimeout as pause } from 'node:timers/promises'
import type { Room } from '@coplane/client'
import { Hand } from './hand.ts'
import { nodeSize, placesBeside } from './layout.ts'
import type { PlannedService } from './plan.ts'

type StepState = 'waiting' | 'running' | 'done' | 'cancelled'

export interface DeploymentOptions {
  /** Names the deployment: it is part of every event's idempotency key. At most 40 characters. */
  readonly id: string
  /** How long one service takes. */
  readonly stepMs: number
  readonly say: (line: string) => void
}

/** A deployment that shows itself on a canvas: a node per service whose `state` changes, and an event for every step. */
export class Deployment {
  /** Node ids by the service's name. */
  private readonly nodes = new Map<string, string>()
  private readonly room: Room
  private readonly services: readonly PlannedService[]
  private readonly options: DeploymentOptions
  private readonly hand: Hand

  constructor(room: Room, services: readonly PlannedService[], options: DeploymentOptions) {
    this.room = room
    this.services = services
    this.options = options
    this.hand = new Hand(room, options.stepMs / 2)
  }

  /** Draws the plan, then deploys one service after the other. @returns false when the signal ended it. */
  async run(signal: AbortSignal): Promise<boolean> {
    this.draw()
    await this.tell('deploy.started', { services: this.services.map(({ name }) => name) })
    try {
      for (const { name } of this.services) await this.deploy(name, signal)
      await this.tell('deploy.finished', null)
    } catch (error) {
      if (!signal.aborted) throw error
      await this.cancel()
    } finally {
      this.hand.rest()
    }
    return !signal.aborted
  }

  /** One batch: everybody gets the whole picture in one message, and it would be one step to undo. */
  private draw(): void {
    const places = placesBeside(this.room, this.services)
    this.room.batch(() => {
      for (const { name } of this.services) {
        const data = { label: name, state: 'waiting' satisfies StepState }
        this.nodes.set(
          name,
          this.room.nodes.create({ type: 'service', ...places.get(name), ...nodeSize, data }),
        )
      }
      for (const { name, needs } of this.services)
        for (const need of needs)
          this.room.edges.create({ source: [this.nodes.get(need)!, ''], target: [this.nodes.get(name)!, ''] })
    })
    this.options.say(`drew ${this.services.length} services`)
  }

  private async deploy(name: string, signal: AbortSignal): Promise<void> {
    const id = this.nodes.get(name)!
    const place = this.room.nodes.placeOf(id)
    if (place) await this.hand.pointTo([place.x + nodeSize.w / 2, place.y + nodeSize.h / 2], signal)
    this.room.selection.set([id])
    if (!(await this.step(name, 'running'))) return
    await pause(this.options.stepMs / 2, undefined, { signal })
    await this.step(name, 'done')
  }

  /** @returns false when somebody has deleted the service's node: then it is not to be deployed. */
  private async step(name: string, state: StepState): Promise<boolean> {
    if (!this.room.nodes.update(this.nodes.get(name)!, { data: { state } })) {
      this.options.say(`${name}: its node was deleted, so it is left out`)
      return false
    }
    await this.tell('deploy.step', { service: name, state })
    this.options.say(`${name}: ${state}`)
    return true
  }

  private async cancel(): Promise<void> {
    for (const [name, id] of this.nodes) {
      const state = this.room.nodes.get(id)?.data['state']
      if (state === 'waiting' || state === 'running') await this.step(name, 'cancelled')
    }
    await this.tell('deploy.cancelled', null)
  }

  /** Sent again after a crash, an event with the same key is published once. */
  private async tell(
    type: string,
    payload: null | Readonly<Record<string, string | string[]>>,
  ): Promise<void> {
    const step =
      payload && 'service' in payload ? `${String(payload['service'])}:${String(payload['state'])}` : type
    await this.room.events.send(type, payload, { idempotencyKey: `${this.options.id}:${step}` })
  }
}
