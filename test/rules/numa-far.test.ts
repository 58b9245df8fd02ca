import { expect } from 'chai'
import { parseDomain } from '../../lib/libvirt/domain.js'
import { simulateHost } from '../../lib/machine/sim.js'
import { checkDomain } from '../../lib/rules/check-domain.js'

/** A T4 card on node 0 of a machine whose CPUs 0-11 and 24-35 are there. */
const card = `<devices><hostdev mode='subsystem' type='pci' managed='yes'><source><address domain='0x0000' bus='0x06' slot='0x00' function='0x0'/></source></hostdev></devices>`

async function messages(pinning: string): Promise<string[]> {
  const host = await simulateHost('nvidia-t4').snapshot()
  const { diagnostics } = checkDomain(parseDomain(`<domain type='kvm'>${pinning}${card}</domain>`), { host })
  return diagnostics.filter(({ code }) => code === 'host/numa-far').map(({ message }) => message)
}

const far = [`The guest's CPUs run on the NUMA nodes 1, and the PCI function 0000:06:00.0 is on node 0.`]

describe('host/numa-far by where the CPUs of a guest run', () => {
  for (const [what, pinning, expected] of [
    ['no pinning', '<vcpu>4</vcpu>', []],
    ['CPUs of the other node', `<vcpu cpuset='12-23'>4</vcpu>`, far],
    ['CPUs of both nodes', `<vcpu cpuset='0-47'>4</vcpu>`, []],
    ['a choice by the host', `<vcpu placement='auto' cpuset='12-23'>4</vcpu>`, []],
    ['one vCPU, pinned, of two', `<vcpu>2</vcpu><cputune><vcpupin vcpu='0' cpuset='12'/></cputune>`, []],
    [
      'each vCPU pinned',
      `<vcpu> 2 </vcpu><cputune><vcpupin vcpu='1' cpuset='12'/><vcpupin vcpu='0' cpuset='13'/></cputune>`,
      far,
    ],
    [
      'the pins before the set for the rest',
      `<vcpu cpuset='0'>1</vcpu><cputune><vcpupin vcpu='0' cpuset='12'/></cputune>`,
      far,
    ],
    ['one vCPU where none is counted', `<cputune><vcpupin vcpu='0' cpuset='12'/></cputune>`, far],
    ['a set that is none', `<vcpu cpuset='twelve'>1</vcpu>`, []],
    ['CPUs that the host has not', `<vcpu cpuset='4000'>1</vcpu>`, []],
    [
      'memory too',
      `<vcpu cpuset='12'>1</vcpu><numatune><memory nodeset='1'/></numatune>`,
      [`The guest's memory is taken from the NUMA nodes 1, and the PCI function 0000:06:00.0 is on node 0.`, ...far],
    ],
  ] as const) {
    it(what, async () => {
      expect(await messages(pinning)).to.deep.equal(expected)
    })
  }

  it('is listed as not run where the snapshot does not tell which CPUs a node has', async () => {
    const { numaNodes: _, ...host } = await simulateHost('nvidia-t4').snapshot()
    const { notRun } = checkDomain(parseDomain(`<domain><vcpu cpuset='12'>1</vcpu>${card}</domain>`), { host })
    expect(notRun.map(({ code }) => code)).to.deep.equal(['host/numa-far'])
  })
})
