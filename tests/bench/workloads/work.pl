# work.pl: text through regular expressions and hashes
use strict;
use warnings;

my (%count, %after, $last);
my $numbers = 0;
while (my $line = <STDIN>) {
    $line =~ s/\b(\w)(\w*)\b/\U$1\E$2/g;
    while ($line =~ /([A-Z][a-z]*)|(\d+)/g) {
        if (defined $2) {
            $numbers += $2;
            next;
        }
        $count{$1}++;
        $after{$last}{$1}++ if defined $last;
        $last = $1;
    }
}
my @words = sort { $count{$b} <=> $count{$a} || $a cmp $b } keys %count;
for my $word (@words[0 .. 49]) {
    my $next = $after{$word};
    my ($best) = sort { $next->{$b} <=> $next->{$a} || $a cmp $b }
        keys %$next;
    printf "%-12s %6d %s\n", $word, $count{$word}, $best // "";
}
print "$numbers\n";
