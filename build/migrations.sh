#!/bin/sh
# Makes the first migration of both databases anew from the model. Only until the first release: afterwards a change
# of the model is one more migration (the two "migrations add" lines below, with a name that says what it is for).
set -e
cd "$(dirname "$0")/.."
dotnet tool restore
rm -rf BookingPortal.Core/Data/Migrations
dotnet build BookingPortal.Core -v q -nologo -clp:ErrorsOnly -p:RunAnalyzers=false
for database in Sqlite SqlServer; do
    dotnet ef migrations add Initial --no-build --project BookingPortal.Core --context "${database}Context" \
        --output-dir "Data/Migrations/$database"
done
# One name for ever, so that two people who made it anew meet in the same files.
for file in BookingPortal.Core/Data/Migrations/*/*_Initial*.cs; do
    name=$(basename "$file"); stamp=${name%%_*}
    sed -i "s/${stamp}_Initial/20260101000000_Initial/" "$file"
    mv "$file" "$(dirname "$file")/20260101000000_Initial${name#*_Initial}"
done
# EF begins its files with a byte order mark; no other file of the house has one.
find BookingPortal.Core/Data/Migrations -name '*.cs' -exec sed -i '1s/^\xEF\xBB\xBF//' {} +
