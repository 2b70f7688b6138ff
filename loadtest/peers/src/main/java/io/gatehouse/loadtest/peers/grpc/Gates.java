package io.gatehouse.loadtest.peers.grpc;

import io.gatehouse.proto.v1.Decision;
import io.gatehouse.proto.v1.Reason;
import io.gatehouse.proto.v1.Scan;
import io.gatehouse.proto.v1.Verdict;
import io.grpc.MethodDescriptor;
import io.grpc.ServerServiceDefinition;
import io.grpc.protobuf.ProtoUtils;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;

/** The service: scans in, decisions out, on one stream for each gate. Written out, it needs no generated stub. */
final class Gates {
    private static final MethodDescriptor<Scan, Decision> SCANS = MethodDescriptor.<Scan, Decision>newBuilder()
            .setType(MethodDescriptor.MethodType.BIDI_STREAMING)
            .setFullMethodName("gatehouse.peer.Gates/Scans")
            .setRequestMarshaller(ProtoUtils.marshaller(Scan.getDefaultInstance()))
            .setResponseMarshaller(ProtoUtils.marshaller(Decision.getDefaultInstance()))
            .build();

    private Gates() {}

    static ServerServiceDefinition service(Roster roster) {
        return ServerServiceDefinition.builder("gatehouse.peer.Gates")
                .addMethod(SCANS, ServerCalls.asyncBidiStreamingCall(decisions -> new OneGate(roster, decisions)))
                .build();
    }

    private record OneGate(Roster roster, StreamObserver<Decision> decisions) implements StreamObserver<Scan> {
        @Override
        public void onNext(Scan scan) {
            Verdict verdict = roster.of(scan.getPassId());
            decisions.onNext(Decision.newBuilder()
                    .setSequence(scan.getSequence())
                    .setVerdict(verdict)
                    .addReasons(verdict == Verdict.VERDICT_ALLOW ? Reason.REASON_OK : Reason.REASON_UNKNOWN_PASS)
                    .build());
        }

        @Override
        public void onError(Throwable cause) {
            // The gate is gone: there is nobody to tell.
        }

        @Override
        public void onCompleted() {
            decisions.onCompleted();
        }
    }
}
