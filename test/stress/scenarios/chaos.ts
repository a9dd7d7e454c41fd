import { temporaryDirectory } from '../../support/coplane-process.ts'
import { agree, contentOf, isWhole } from '../agreement.ts'
import { Crowd } from '../chaos/crowd.ts'
import { checkEvents } from '../chaos/event-laws.ts'
import { Victims } from '../chaos/victims.ts'
import { Weather } from '../chaos/weather.ts'
import type { FaultProxy } from '../fault-proxy/fault-proxy.ts'
import type { Scenario } from '../scenario.ts'
import type { Server } from '../server.ts'
import type { Stage } from '../stage.ts'

const shortMs = 8_000

export const chaos: Scenario = {
  id: 'STR40',
  sentence:
    'chaos: all edit, publish and point while connections break in every way and the server is killed; then all replicas, the server and its disk agree, and nothing that was called saved was ever missing',
  timeoutMs: 60_000,
  run: async (stage: Stage) => {
    const data = temporaryDirectory()
    stage.defer(() => data.remove())
    await new Chaos(stage, { COPLANE_DATA_DIR: data.path }).run()
  },
}

class Chaos {
  private readonly stage: Stage
  private readonly settings: Readonly<Record<string, string>>
  private readonly room: string

  constructor(stage: Stage, settings: Readonly<Record<string, string>>) {
    this.stage = stage
    this.settings = settings
    this.room = stage.roomName()
  }

  async run(): Promise<void> {
    const { room } = this
    const stage: Stage = this.stage
    let server = await stage.startServer(this.settings)
    const proxy = await stage.proxy(server)
    const calm = await stage.proxy(server)
    const corrupting = await stage.proxy(server)
    const crowd = await Crowd.join(stage, room, proxy)
    const victims = await Victims.join(stage, calm, corrupting)
    const weather = new Weather(proxy, stage.random)
    stage.defer(() => weather.clear())
    const kills = this.drawKills()
    const startMs = performance.now()
    while (performance.now() - startMs < this.lengthMs) {
      crowd.act()
      victims.act()
      if (stage.random.chance(0.4)) weather.strike()
      crowd.nudge(0.1)
      victims.nudge()
      await stage.anyMoment(30)
      if (performance.now() - startMs < (kills[0] ?? Infinity)) continue
      kills.shift()
      server = await this.restart(server, crowd, [proxy, calm, corrupting])
    }
    weather.clear()
    await stage.until(
      'all is saved',
      () => {
        crowd.nudge()
        return crowd.isSaved
      },
      30_000,
    )
    await crowd.settle()
    const doc = await agree(stage, room, crowd.replicas, server)
    for (const each of [{ whose: 'the server', doc }, ...crowd.replicas])
      stage.check(isWhole(each.doc), `${each.whose} has edits that wait for others`)
    for (const owner of crowd.owners) {
      stage.held.edits += owner.edits
      stage.check(owner.isCounted, 'every edit is either saved or not')
      stage.check(owner.momentOf(doc, owner.edits) === owner.edits, 'every edit is there in the end')
    }
    checkEvents(
      stage,
      crowd.owners.map(({ member }) => member),
    )
    await victims.checkOthers(server)
    await stage.until(
      'all is on the disk',
      async () => (await server.metric('coplane_store_pending_bytes')) === 0,
    )
    stage.same(server.errors, [], 'the server logged errors')
    server = await this.restart(server, crowd, [proxy, calm, corrupting])
    const reader = await stage.raw(room, server)
    stage.same(contentOf(reader.doc), contentOf(doc), 'the content on the disk')
  }

  /** SIGKILL. What anybody called saved has to be on the disk, before anybody can send it again. */
  private async restart(server: Server, crowd: Crowd, doors: readonly FaultProxy[]): Promise<Server> {
    const { room } = this
    const stage: Stage = this.stage
    stage.tally.count('kill')
    for (const door of doors) door.target = undefined
    await server.kill()
    await stage.until('everybody noticed', () => crowd.owners.every(({ member }) => !member.isLive))
    const saved = crowd.owners.map((owner) => owner.saved)
    const next = await stage.startServer(this.settings)
    const reader = await stage.raw(room, next)
    for (const [index, owner] of crowd.owners.entries())
      stage.check(
        owner.momentOf(reader.doc, saved[index]!) !== undefined,
        `the first ${saved[index]} edits of ${index}, which were called saved, are on the disk`,
      )
    reader.terminate()
    for (const door of doors) door.target = next.port
    return next
  }

  private get lengthMs(): number {
    const { minutes } = this.stage.wishes
    return minutes === undefined ? shortMs : minutes * 60_000
  }

  /** Moments from the start, in order. */
  private drawKills(): number[] {
    const { random, wishes } = this.stage
    return Array.from({ length: wishes.kills ?? 1 }, () => random.below(this.lengthMs)).sort(
      (one, other) => one - other,
    )
  }
}
