// Calls a running gateway with @grpc/grpc-js and messages read from the .proto files.
//
// Usage: node.js SERVER ROOT

const assert = require('node:assert')
const fs = require('node:fs')
const grpc = require('@grpc/grpc-js')
const loader = require('@grpc/proto-loader')

const [server, root] = process.argv.slice(2)
const definition = loader.loadSync('inference/grpc_service.proto', {
  includeDirs: [`${root}/proto/src/main/protobuf`],
  longs: Number,
})
const { inference } = grpc.loadPackageDefinition(definition)
const client = new inference.GRPCInferenceService(server, grpc.credentials.createInsecure())

const rows = fs
  .readFileSync(`${root}/models/data/digits-heldout.csv`, 'utf8')
  .trim()
  .split('\n')
  .slice(1)
  .map((line) => line.split(',').map(Number))

function request(row, more) {
  return {
    modelName: 'digits',
    inputs: [{ name: 'input', datatype: 'FP32', shape: [1, 64] }],
    rawInputContents: [Buffer.from(Float32Array.from(rows[row].slice(1)).buffer)],
    ...more,
  }
}

function call(method, message, metadata = new grpc.Metadata()) {
  return new Promise((resolve, reject) =>
    client[method](message, metadata, (error, answer) => (error ? reject(error) : resolve(answer))),
  )
}

function scores(answer) {
  const bytes = answer.rawOutputContents[0]
  return Array.from({ length: bytes.length / 4 }, (_, i) => bytes.readFloatLE(4 * i))
}

async function unary() {
  assert((await call('ServerReady', {})).ready)
  const metadata = await call('ModelMetadata', { name: 'digits' })
  assert.deepStrictEqual(metadata.inputs[0].shape, [-1, 64])

  const bob = { id: 'a', parameters: { user_id: { stringParam: 'bob' } } }
  const byParameter = await call('ModelInfer', request(17, bob))
  assert.strictEqual(byParameter.id, 'a')
  assert.deepStrictEqual(byParameter.outputs[0].shape, [1, 10])
  assert(Math.abs(scores(byParameter).reduce((a, b) => a + b) - 1) < 1e-5)
  assert(byParameter.parameters.prediction_id.stringParam)

  const user = new grpc.Metadata()
  user.set('x-user-id', 'bob')
  const byMetadata = await call('ModelInfer', request(17), user)
  assert.strictEqual(byMetadata.modelVersion, byParameter.modelVersion)

  const typed = request(17, { rawInputContents: [], parameters: { typed_output: { boolParam: true } } })
  typed.inputs[0].contents = { fp32Contents: rows[17].slice(1) }
  assert.strictEqual((await call('ModelInfer', typed)).outputs[0].contents.fp32Contents.length, 10)

  await assert.rejects(call('ModelInfer', request(17, { modelName: 'none' })), {
    code: grpc.status.NOT_FOUND,
    details: "Request for unknown model: 'none' is not found",
  })
}

async function stream() {
  const answers = []
  const calls = client.ModelStreamInfer()
  for (let n = 0; n < 100; n++) {
    calls.write(request(n, { id: String(n), modelVersion: n === 50 ? '9' : '2' }))
  }
  calls.end()
  for await (const answer of calls) {
    answers.push(answer)
  }
  assert.strictEqual(answers.length, 100)
  answers.forEach((answer, n) => assert.strictEqual(answer.inferResponse.id, String(n)))
  const failed = answers.flatMap((answer, n) => (answer.errorMessage ? [n] : []))
  assert.deepStrictEqual(failed, [50])
}

async function main() {
  for (const check of [unary, stream]) {
    await check()
    console.log(`${check.name}: ok`)
  }
  client.close()
}

main()
