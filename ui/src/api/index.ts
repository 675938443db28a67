export {
  createQueryClient,
  useCommand,
  useFollowWorkspace,
  useRpc,
  useSend,
  useStatus,
  useStatusQuery,
} from "./hooks";
export { type Args, asRpcError, type Command, type Result, RpcError, rpc } from "./rpc";
export type * from "./wire";
