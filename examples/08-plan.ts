// What has to be done so that wanted devices are there. Planning touches nothing; applying is all or none, and can be repeated.
import { applyPlan, plan, type Wanted } from 'nodedev-xml'
import { simulateHost } from 'nodedev-xml/sim'

const host = simulateHost('nvidia-a2')
const group = '6c1f7f2a-5d0c-4c8e-9d59-0d2f4f6f0c11'
const wanted: Wanted = {
  version: 1,
  devices: [{ need: { framebuffer: '>= 4 GiB', series: 'Q' }, count: 3, group, uuids: 'slots' }],
}

const first = plan(await host.snapshot(), wanted)
if (first.feasible) {
  for (const step of first.plan.steps) if (step.kind === 'create') console.log('create', step.type, 'on', step.parent)
  await applyPlan(host, first.plan)
}
const second = plan(await host.snapshot(), wanted)
if (second.feasible) console.log('the second plan has', second.plan.steps.length, 'steps')

const more = plan(await host.snapshot(), { version: 1, devices: [{ name: 'A2-4Q', count: 2 }] })
if (!more.feasible) for (const { change } of more.explanation.changes) console.log('it would fit after:', change)
await host.close()

// create nvidia-746 on 0000:08:00.4
// create nvidia-746 on 0000:08:00.5
// create nvidia-746 on 0000:08:00.6
// the second plan has 0 steps
// it would fit after: remove
// it would fit after: drop
