import { errnoSymbol, Errno } from '../../port/errno.js'
import type { TreeFile } from '../../tree/file-tree.js'
import { kernelNumber } from '../kernel-number.js'
import type { SimulatedInstance, SimulatedType } from '../mdev-driver.js'
import type { Personality, PersonalityParent, SimulatedBehaviour } from '../personality.js'
import type { SimulatedPciFunction } from '../simulated-pci.js'
import { mtty } from './mtty.js'

/** id, name, heads, frame rate limit, MB of framebuffer, resolution, instances on an empty function */
const TYPES: readonly (readonly [number, string, number, number, number, string, number])[] = [
  [35, 'GRID M60-0B', 2, 45, 512, '2560x1600', 16],
  [36, 'GRID M60-0Q', 2, 60, 512, '2560x1600', 16],
  [18, 'GRID M60-2Q', 4, 60, 2048, '4096x2160', 4],
  [22, 'GRID M60-8Q', 4, 60, 8192, '4096x2160', 1],
]

const types: readonly SimulatedType[] = TYPES.map(([id, name, heads, limit, megabytes, resolution, instances]) => ({
  id: `nvidia-${id}`,
  name,
  description:
    `num_heads=${heads}, frl_config=${limit}, framebuffer=${megabytes}M, max_resolution=${resolution}, ` +
    `max_instance=${instances}`,
  deviceApi: 'vfio-pci',
  maxInstances: instances,
}))

/** What the driver keeps of `vgpu_params`, with the zero that ends it. */
const LONGEST = 128

/**
 * The imitation of a vendor driver that the kernel tests of this project run with: two PCI functions with types of an NVIDIA
 * card, one type per function at a time, and parameters that make it slow or failing. mtty is beside it.
 */
export const pmdev: Personality = {
  name: 'pmdev',
  summary: 'An imitated vendor driver on two PCI functions, which can be made slow or failing, and mtty.',
  pciFunctions: [0x02, 0x03].map(pciFunction),
  virtualDevices: mtty.virtualDevices ?? [],
  parents: [...['0000:00:02.0', '0000:00:03.0'].map(parent), ...mtty.parents],
}

function pciFunction(slot: number): SimulatedPciFunction {
  return {
    address: { domain: 0, bus: 0, slot, function: 0 },
    ...{
      class: 0x00ff00,
      vendor: 0x1234,
      device: 0x11e8,
      subsystemVendor: 0x1af4,
      subsystemDevice: 0x1100,
      revision: 0x10,
    },
    ...{ driver: 'nvidia', module: 'pmdev' },
  }
}

function parent(device: string): PersonalityParent {
  return {
    ...{ device, driver: 'nvidia-vgpu-vfio', module: 'pmdev', types, behaviour },
    capacity: { rule: 'one-type' },
    whenFull: 'ENOSPC',
  }
}

/** The parameters are the module's: the same for both functions. */
function behaviour(): SimulatedBehaviour {
  const failing = new NumberParameter()
  const delays = { create: new NumberParameter(), remove: new NumberParameter() }
  return {
    parameters: {
      name: 'nvidia',
      fail_probe: failing,
      probe_delay_ms: delays.create,
      remove_delay_ms: delays.remove,
    },
    delay: (operation) => delays[operation].value,
    create() {
      if (failing.value === 0) return
      const symbol = errnoSymbol(failing.value)
      // an errno that Linux does not have
      if (symbol === undefined) throw new Errno('EINVAL')
      throw new Errno(symbol)
    },
    attributes,
  }
}

/** A number of the module that can be written while it is loaded. */
class NumberParameter implements TreeFile {
  readonly mode = 0o644
  value = 0
  readonly show = () => `${this.value}\n`
  readonly store = (bytes: Uint8Array) => {
    const value = kernelNumber(bytes)
    if (value === undefined) throw new Errno('EINVAL')
    if (value > 0x7fffffffn) throw new Errno('ERANGE')
    this.value = Number(value)
  }
}

function attributes(_instance: SimulatedInstance): Readonly<Record<string, TreeFile>> {
  let text = ''
  return {
    'nvidia/vgpu_params': {
      mode: 0o644,
      show: () => `${text}\n`,
      store(bytes) {
        if (bytes.length >= LONGEST) throw new Errno('E2BIG')
        const written = new TextDecoder().decode(bytes)
        if (written.startsWith('bad')) throw new Errno('EINVAL')
        text = written.trim()
      },
    },
  }
}
