import type { DriverAttributes, ParameterSchema } from './attribute-schema.js'

/** NVIDIA's vGPU driver, on mediated devices and on virtual functions. */
export const nvidiaAttributes: DriverAttributes = {
  driver: 'nvidia',
  attributes: [
    {
      name: 'nvidia/vgpu_params',
      summary: 'Parameters of the vGPU, taken only while nobody has it open.',
      required: false,
      repeatable: false,
      format: {
        kind: 'parameters',
        parameters: [
          flag('frame_rate_limiter', 'Whether displays are limited to the frame rate of the type.'),
          flag('disable_vnc', 'Whether the console for remote viewing is off.'),
          flag('enable_uvm', 'Whether guests may use unified memory.'),
          flag('enable_debugging', 'Whether guests may use CUDA debuggers.'),
          flag('enable_profiling', 'Whether guests may use CUDA profilers.'),
        ],
      },
      order: 'A second one replaces all parameters of the first.',
    },
    {
      name: 'nvidia/gpu_instance_id',
      summary: 'The GPU instance of a card divided by MIG that the vGPU runs on.',
      ...{ required: false, repeatable: false, format: { kind: 'text' } },
    },
    {
      name: 'nvidia/placement_id',
      summary: 'Where in the memory of the card the vGPU is put, when sizes are mixed.',
      ...{ required: false, repeatable: false, format: { kind: 'text' } },
    },
  ],
  readOnly: ['nvidia/vm_name'],
  complete: false,
}

function flag(key: string, summary: string): ParameterSchema {
  return { key, summary, minimum: 0, maximum: 1 }
}
