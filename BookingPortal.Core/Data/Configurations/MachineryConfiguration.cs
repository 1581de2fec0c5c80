using BookingPortal.Core.Durability.Alerts;
using BookingPortal.Core.Durability.Circuits;
using BookingPortal.Core.Durability.Nodes;
using BookingPortal.Core.Durability.Operating;
using BookingPortal.Core.Jobs;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace BookingPortal.Core.Data.Configurations;

internal sealed class AlertConfiguration : IEntityTypeConfiguration<Alert>
{
    public void Configure(EntityTypeBuilder<Alert> builder)
    {
        builder.HasKey(alert => alert.Cause);
        builder.Property(alert => alert.Cause).HasMaxLength(80).IsUnicode(false);
        builder.Property(alert => alert.Words).HasMaxLength(500);
        builder.Property(alert => alert.ClearedBy).HasMaxLength(254);
        builder.HasIndex(alert => alert.ClearedAt);
    }
}

internal sealed class OperatorActConfiguration : IEntityTypeConfiguration<OperatorAct>
{
    public void Configure(EntityTypeBuilder<OperatorAct> builder)
    {
        builder.Property(act => act.Id).ValueGeneratedNever();
        builder.Property(act => act.By).HasMaxLength(254);
        builder.Property(act => act.Act).HasMaxLength(40).IsUnicode(false);
        builder.Property(act => act.Reason).HasMaxLength(500);
        builder.Property(act => act.Subject).HasMaxLength(80);
        builder.HasIndex(act => act.MessageId);
        builder.HasIndex(act => act.BookingId);
        builder.HasIndex(act => act.At);
    }
}

internal sealed class CircuitConfiguration : IEntityTypeConfiguration<Circuit>
{
    public void Configure(EntityTypeBuilder<Circuit> builder)
    {
        builder.HasKey(circuit => new { circuit.System, circuit.Node });
        builder.Property(circuit => circuit.System).HasMaxLength(40).IsUnicode(false);
        builder.Property(circuit => circuit.Node).HasMaxLength(80);
        builder.Property(circuit => circuit.LastProblem).HasMaxLength(500);
    }
}

internal sealed class WorkerBeatConfiguration : IEntityTypeConfiguration<WorkerBeat>
{
    public void Configure(EntityTypeBuilder<WorkerBeat> builder)
    {
        builder.HasKey(beat => beat.Worker);
        builder.Property(beat => beat.Worker).HasMaxLength(80);
        builder.Property(beat => beat.Kinds).HasMaxLength(400).IsUnicode(false);
        builder.Property(beat => beat.Version).HasMaxLength(100);
    }
}

internal sealed class JobStateConfiguration : IEntityTypeConfiguration<JobState>
{
    public void Configure(EntityTypeBuilder<JobState> builder)
    {
        builder.HasKey(state => state.Name);
        builder.Property(state => state.Name).HasMaxLength(60).IsUnicode(false);
        builder.Property(state => state.LastProblem).HasMaxLength(500);
        builder.Property(state => state.LastNode).HasMaxLength(80);
    }
}

internal sealed class JobRunConfiguration : IEntityTypeConfiguration<JobRun>
{
    public void Configure(EntityTypeBuilder<JobRun> builder)
    {
        builder.Property(run => run.Id).ValueGeneratedNever();
        builder.Property(run => run.Job).HasMaxLength(60).IsUnicode(false);
        builder.Property(run => run.Problem).HasMaxLength(500);
        builder.Property(run => run.Node).HasMaxLength(80);
        builder.HasIndex(run => new { run.Job, run.StartedAt });
        builder.HasIndex(run => run.StartedAt);
    }
}
